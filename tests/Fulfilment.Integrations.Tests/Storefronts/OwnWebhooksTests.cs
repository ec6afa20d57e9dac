using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

public class OwnWebhooksTests
{
    private readonly OwnWebhooks _source = new();

    [Fact]
    public void Map_Sample_GivesTheOrderItWasMadeFrom()
    {
        var order = Samples.Order() with
        {
            RelayPoint = new("relais", "R1", "Tabac de l’Essai", Samples.Address),
            GiftMessage = "Bon anniversaire !",
            DeliveryInstructions = "Chez la voisine",
            WishedDate = new(2026, 7, 14),
            Note = "Заметка",
        };

        var mapped = Map(SampleWebhooks.OwnBody(order));

        Assert.Null(mapped.Refusal);
        var upsert = Assert.IsType<IntakeAction.Upsert>(mapped.Action);
        Assert.Equal("demo.own.1001", upsert.OrderId);
        Assert.Equal(Json(order), Json(upsert.Place.Order));
        Assert.Equal(mapped.Delivery.CommandId, upsert.Place.CommandId);
        Assert.Equal(new Actor(ActorKind.Storefront, "own"), upsert.Place.Actor);
    }

    [Fact]
    public void Map_SignedSample_CarriesTheDeliveryId()
    {
        var sample = SampleWebhooks.Own(Samples.Order(), Samples.OwnSecret, "msg_1", Samples.Now);

        Assert.Equal(SignatureCheck.Valid, _source.Verify(sample.ToRequest(), Samples.Store, Samples.Now));
        var delivery = _source.Map(sample.ToRequest(), Samples.Store, Samples.Policy, Samples.Now).Delivery;
        Assert.Equal(("own", "demo", "order", "msg_1"), (delivery.Source, delivery.Store, delivery.Topic, delivery.DeliveryId));
    }

    /// <summary>What a program makes that cuts a text in the middle of an emoji.</summary>
    [Fact]
    public void Map_HalfAnEmoji_IsRefusedWithItsPath()
    {
        var body = JsonNode.Parse(SampleWebhooks.OwnBody(Samples.Order()))!.ToJsonString().Replace("\"number\":\"", "\"number\":\"\\ud83d", StringComparison.Ordinal);

        var refusal = Map(System.Text.Encoding.UTF8.GetBytes(body)).Refusal;

        Assert.Equal(422, refusal!.Status);
        Assert.EndsWith(".number", Assert.Single(refusal.Faults).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_TheExampleOfTheDocs_AddsUp()
    {
        var order = Assert.IsType<IntakeAction.Upsert>(Map(Mapping.Payload("own-order")).Action).Place.Order;

        Assert.Equal(("27.90 EUR", "engraving"), (order.Charges.Paid.ToString(), order.Lines[0].Category));
    }

    [Fact]
    public void Map_OnlyRequiredParts_FillsTheRest()
    {
        var order = Snapshot("""
            {"id":"A/7","placedAt":"2026-07-06T11:30:00+02:00","currency":"JPY","customer":{"name":"見本 太郎"},
             "lines":[{"id":"1","sku":"S","title":"湯のみ","quantity":3,"unitPrice":{"amount":"1200","currency":"JPY"}}],"payment":{"state":"paid"}}
            """);

        Assert.Equal("A/7", order.Number);
        Assert.Equal(order.PlacedAt, order.UpdatedAt);
        Assert.Equal("default", order.Lines[0].Category);
        Assert.True(order.Lines[0].RequiresShipping);
        Assert.Equal("3600 JPY", order.Charges.Paid.ToString());
        Assert.Null(order.ShipTo);
    }

    [Fact]
    public void Map_NotJson_IsRefusedWith400()
    {
        var mapped = Map(Samples.Utf8("{\"id\": "));

        Assert.Equal(400, mapped.Refusal!.Status);
        Assert.Equal("$", mapped.Refusal.Faults[0].Path);
    }

    [Theory]
    [InlineData("$.lines[0].quantity", "\"two\"", "integer")]
    [InlineData("$.lines[0].quantity", "1.5", "integer")]
    [InlineData("$.lines[1].id", "\"l1\"", "Two lines")]
    [InlineData("$.lines[0].unitPrice.amount", "\"-3\"", "match")]
    [InlineData("$.lines[0].unitPrice", """{"amount":"12.345","currency":"EUR"}""", "decimals")]
    [InlineData("$.lines[0].unitPrice.currency", "\"USD\"", "EUR")]
    [InlineData("$.lines[0].unitDiscount", """{"amount":"99.00","currency":"EUR"}""", "At most")]
    [InlineData("$.orderDiscount", """{"amount":"500.00","currency":"EUR"}""", "At most")]
    [InlineData("$.total", """{"amount":"1.00","currency":"EUR"}""", "adds up to 69.90 EUR")]
    [InlineData("$.giftCards", """{"amount":"70.00","currency":"EUR"}""", "at most the total")]
    [InlineData("$.payment.refunded", """{"amount":"80.00","currency":"EUR"}""", "No more than")]
    [InlineData("$.payment.state", "\"payed\"", "One of pending")]
    [InlineData("$.placedAt", "\"yesterday\"", "date-time")]
    [InlineData("$.placedAt", "\"2026-07-06T09:30:00\"", "date-time")]
    [InlineData("$.wishedDate", "\"14/07/2026\"", "date")]
    [InlineData("$.customer.name", "\" \"", "empty")]
    [InlineData("$.customer.email", "\"nobody\"", "match")]
    [InlineData("$.shipTo.country", "\"France\"", "match")]
    [InlineData("$.lines", "[]", "At least 1")]
    [InlineData("$.customer", "null", "object")]
    [InlineData("$.lines[0].personalisation.Gravure", "7", "string")]
    public void Map_OneFault_IsRefusedWithItsPath(string path, string value, string says)
    {
        var body = JsonNode.Parse(SampleWebhooks.OwnBody(Samples.Order()))!;
        Set(body, path, JsonNode.Parse(value));

        var refusal = Map(Samples.Utf8(body.ToJsonString())).Refusal!;

        Assert.Equal(422, refusal.Status);
        Assert.Contains(refusal.Faults, fault => fault.Path.StartsWith(path, StringComparison.Ordinal) && fault.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Map_UnknownName_SuggestsTheNearest()
    {
        var body = JsonNode.Parse(SampleWebhooks.OwnBody(Samples.Order()))!;
        body["lines"]![0]!["quantiti"] = 3;
        body["lines"]![0]!.AsObject().Remove("quantity");

        var faults = Map(Samples.Utf8(body.ToJsonString())).Refusal!.Faults;

        Assert.Contains(faults, fault => fault is { Path: "$.lines[0].quantiti" } && fault.Message.Contains("'quantity'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Path: "$.lines[0].quantity", Message: "This is required." });
    }

    [Fact]
    public void Map_RepeatedName_IsRefused() =>
        Assert.Equal(400, Map(Samples.Utf8("{\"id\":\"1\",\"id\":\"2\"}")).Refusal!.Status);

    [Fact]
    public void Remap_ParkedBody_MapsLikeTheFirstTime()
    {
        var mapped = Map(SampleWebhooks.OwnBody(Samples.Order()));

        Assert.Equal(Json(mapped.Action), Json(_source.Remap(mapped.Delivery, Samples.Store, Samples.Policy)));
    }

    [Fact]
    public void Schema_Served_IsWhatSamplesAreCheckedWith()
    {
        using var schema = JsonDocument.Parse(OwnOrderSchema.Json);

        Assert.Equal("/schemas/order.json", schema.RootElement.GetProperty("$id").GetString());
    }

    private OrderSnapshot Snapshot(string body)
    {
        var mapped = Map(Samples.Utf8(body));
        Assert.True(mapped.Refusal is null, mapped.Refusal?.Faults[0].ToString());
        return Assert.IsType<IntakeAction.Upsert>(mapped.Action).Place.Order;
    }

    private MappedDelivery Map(byte[] body) => _source.Map(new("demo", WebhookRequest.HeaderSet([]), body, "application/json"), Samples.Store, Samples.Policy, Samples.Now);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    /// <summary>Paths of the form $.a[0].b.</summary>
    private static void Set(JsonNode root, string path, JsonNode? value)
    {
        var steps = path[2..].Replace("[", ".#", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        var node = root;
        foreach (var step in steps[..^1]) node = step[0] == '#' ? node[int.Parse(step[1..], null)]! : node[step]!;
        node[steps[^1]] = value;
    }
}
