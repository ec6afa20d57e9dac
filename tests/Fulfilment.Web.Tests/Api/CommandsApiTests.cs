using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Api;

public sealed class CommandsApiTests
{
    private const string Path = $"/api/orders/{Samples.OrderId}/commands";
    private const string Quantity = """{"type":"Edit","changes":[{"type":"ChangeQuantity","line":"l2","quantity":3}]}""";

    [Fact]
    public async Task Post_DecidedInTime_ReturnsTheReceipt()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("agent"), Quantity, ("Idempotency-Key", "k-1"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("k-1", answer.Json.GetProperty("commandId").GetString());
        Assert.Equal("applied", answer.Json.GetProperty("outcome").GetString());
        var (order, command) = Assert.Single(site.Orders.Sent);
        Assert.Equal(Samples.OrderId, order);
        Assert.Equal(new(ActorKind.Agent, "Test agent"), command.Actor);
        var change = Assert.IsType<EditChange.ChangeQuantity>(Assert.Single(Assert.IsType<OrderCommand.Edit>(command).Changes));
        Assert.Equal(("l2", 3), (change.Line, change.Quantity));
    }

    [Fact]
    public async Task Post_Refused_IsOkWithTheReason()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Decide = (order, command) => FakeOrders.Applied(order, command) with
        {
            Outcome = Outcome.Rejected,
            Reason = new Refusal.AlreadyReleased("system", Samples.Placed.AddHours(25)),
            Next = ["Intercept", "Return"],
        };

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("admin"), Quantity);

        Assert.Equal(200, answer.Status);
        Assert.Equal("rejected", answer.Json.GetProperty("outcome").GetString());
        Assert.Equal("AlreadyReleased", answer.Json.GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal(["Intercept", "Return"], answer.Json.GetProperty("next").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task Post_TheEngineTakesNothing_Is503AndSaysWhenToTryAgainButNotWhereItsFilesAre()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Decide = (_, _) => throw new EngineUnavailableException("The disk that holds '/var/shop/engine.db' is full.");

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("agent"), Quantity);

        Assert.Equal((503, "30"), (answer.Status, answer.Headers["Retry-After"]));
        Assert.Equal("urn:fulfilment:problem:unavailable", answer.Json.GetProperty("type").GetString());
        Assert.DoesNotContain("/var/shop", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Undecided_Is202WithTheReceiptsAddress()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Decide = (_, _) => null;
        var token = await site.TokenAsync("agent");

        var answer = await site.SendAsync(HttpMethod.Post, Path, token, Quantity, ("Idempotency-Key", "slow"));
        var pending = await site.SendAsync(HttpMethod.Get, new Uri(answer.Headers["Location"]).PathAndQuery, token);

        Assert.Equal(202, answer.Status);
        Assert.EndsWith($"/api/orders/{Samples.OrderId}/receipts/slow", answer.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(202, pending.Status);
        Assert.Equal("pending", pending.Json.GetProperty("status").GetString());
    }

    /// <summary>An id may have a slash; the address that the server gives out must lead to it.</summary>
    [Fact]
    public async Task Post_UndecidedUnderAnIdWithASlash_TheReceiptsAddressLeadsToIt()
    {
        await using var site = await Site.StartAsync();
        var decide = site.Orders.Decide;
        site.Orders.Decide = (_, _) => null;
        var token = await site.TokenAsync("agent");

        var answer = await site.SendAsync(HttpMethod.Post, Path, token, Quantity, ("Idempotency-Key", "shop/1"));
        var link = await site.LinkAsync();
        var customer = await site.SendAsync(HttpMethod.Post, $"/o/{link}/commands", null, Quantity, ("Idempotency-Key", "shop/2"));

        Assert.Equal(202, (await site.SendAsync(HttpMethod.Get, new Uri(answer.Headers["Location"]).PathAndQuery, token)).Status);
        Assert.Equal(202, (await site.SendAsync(HttpMethod.Get, new Uri(customer.Headers["Location"]).PathAndQuery)).Status);
    }

    [Theory]
    [InlineData("""{"type":"Cancel","reason":"a","reason":"b"}""", "$")]
    [InlineData("""{"type":"Cancel","reason":"cut \ud83d"}""", "$.reason")]
    [InlineData("""{"type":"Edit","changes":[{"type":"ChangeQuantity","line":"l2\ude00","quantity":3}]}""", "$.changes[0].line")]
    public async Task Post_JsonThatCannotBeMeant_Is400(string body, string path)
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("agent"), body);

        Assert.Equal((400, path), (answer.Status, answer.Path));
        Assert.Empty(site.Orders.Sent);
    }

    /// <summary>An order keeps what it was told, and must not grow beyond what its engine takes.</summary>
    [Theory]
    [InlineData(2_000, 200)]
    [InlineData(2_001, 400)]
    [InlineData(1_500_000, 413)]
    public async Task Post_LongText_IsRefusedBeforeTheOrderHearsIt(int length, int status)
    {
        await using var site = await Site.StartAsync();
        var body = $$"""{"type":"Cancel","reason":"{{new string('x', length)}}"}""";

        var staff = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("agent"), body);
        var customer = await site.SendAsync(HttpMethod.Post, $"/o/{await site.LinkAsync()}/commands", null, body);

        Assert.Equal((status, status), (staff.Status, customer.Status));
        Assert.Equal(status == 200 ? 2 : 0, site.Orders.Sent.Count);
    }

    [Fact]
    public async Task Receipt_NeverSent_Is404AndDecided_Is200()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("agent");
        await site.SendAsync(HttpMethod.Post, Path, token, Quantity, ("Idempotency-Key", "k-1"));

        Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, $"/api/orders/{Samples.OrderId}/receipts/other", token)).Status);
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Get, $"/api/orders/{Samples.OrderId}/receipts/k-1", token)).Status);
    }

    [Fact]
    public async Task Post_SameIdSameBody_SendsOnceAndRepeatsTheReceipt()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("agent");

        var first = await site.SendAsync(HttpMethod.Post, Path, token, Quantity, ("Idempotency-Key", "k-1"));
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await site.SendAsync(HttpMethod.Post, Path, token, """{"commandId":"k-1","changes":[{"type":"ChangeQuantity","line":"l2","quantity":3}],"type":"Edit"}""");

        Assert.Equal(first.Text, again.Text);
        Assert.Single(site.Orders.Sent);
    }

    [Fact]
    public async Task Post_SameIdOtherBody_Is409()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("agent");
        await site.SendAsync(HttpMethod.Post, Path, token, Quantity, ("Idempotency-Key", "k-1"));

        var other = await site.SendAsync(HttpMethod.Post, Path, token, Quantity.Replace("3", "4", StringComparison.Ordinal), ("Idempotency-Key", "k-1"));

        Assert.Equal((409, "command-conflict"), (other.Status, other.Problem));
        Assert.Single(site.Orders.Sent);
    }

    [Fact]
    public async Task Post_EndedInstance_ReturnsItsRefusal()
    {
        await using var site = await Site.StartAsync();
        site.Orders.ClosedWith = new("x", "Edit", Actor.System, Samples.Placed, Outcome.Rejected, 9, []) { Reason = new Refusal.OrderClosed(OrderStatus.Delivered) };

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("agent"), Quantity);

        Assert.Equal(200, answer.Status);
        Assert.Equal("OrderClosed", answer.Json.GetProperty("reason").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"type":"Edit","changes":[{"type":"ChangeQuantity","line":"l2","quantity":3,"price":"1"}]}""", "$.changes[0].price")]
    [InlineData("""{"type":"Edit","changes":[{"type":"ChangeEverything"}]}""", "$.changes[0].type")]
    [InlineData("""{"type":"Edit","changes":[{"type":"ChangeQuantity","line":"l2"}]}""", "$.changes[0].quantity")]
    [InlineData("""{"type":"Edit","changes":[{"type":"ChangeQuantity","line":"l2","quantity":"many"}]}""", "$.changes[0].quantity")]
    [InlineData("""{"type":"Edit","changes":[{"type":"ChangeAddress","address":{"name":"C","line1":"1 rue","city":null,"country":"FR"}}]}""", "$.changes[0].address.city")]
    [InlineData("""{"type":"Edit","changes":[]}""", "$.changes")]
    [InlineData("""{"type":"Edit","changes":{}}""", "$.changes")]
    [InlineData("""{"type":"Edit"}""", "$.changes")]
    [InlineData("""{"type":"Paint"}""", "$.type")]
    [InlineData("""{"type":"Wake"}""", "$.type")]
    [InlineData("""{"type":"Place"}""", "$.type")]
    [InlineData("""{}""", "$.type")]
    [InlineData("""{"type":"Cancel","actor":{"kind":"System","name":"x"}}""", "$.actor")]
    [InlineData("""{"type":"Cancel","reson":"typo"}""", "$.reson")]
    [InlineData("""{"type":"RecordPayment","amount":{"amount":"1.234","currency":"EUR"},"reference":"r"}""", "$.amount")]
    [InlineData("""{"type":"Cancel","commandId":"has space"}""", "$.commandId")]
    [InlineData("""{"type":"Cancel","commandId":7}""", "$.commandId")]
    [InlineData("""[]""", "$")]
    [InlineData("""{"type":""", "$")]
    public async Task Post_WhatIsNotACommand_Is400WithItsPath(string body, string path)
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("admin"), body);

        Assert.Equal((400, path), (answer.Status, answer.Path));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.DoesNotContain(site.Ledger.Writes, w => w.StartsWith("command", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_KeyAndIdDiffer_Is400()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("admin"), """{"type":"Cancel","commandId":"a"}""", ("Idempotency-Key", "b"));

        Assert.Equal((400, "$.commandId"), (answer.Status, answer.Path));
    }

    [Fact]
    public async Task Post_OptionalFieldsLeftOut_AreTaken()
    {
        await using var site = await Site.StartAsync();
        var body = """{"type":"Edit","changes":[{"type":"ChangeAddress","address":{"name":"C","line1":"1 rue","city":"Lyon","country":"FR"}},{"type":"ChangeGiftMessage","text":null}]}""";

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("admin"), body);

        Assert.Equal(200, answer.Status);
        Assert.Null(Assert.IsType<EditChange.ChangeAddress>(((OrderCommand.Edit)site.Orders.Sent[0].Command).Changes[0]).Address.Line2);
    }

    [Fact]
    public async Task Post_EveryCommandOfTheWire_IsRead()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("wms");
        foreach (var body in (string[])
        [
            """{"type":"ReleaseAcknowledged","shipment":1}""", """{"type":"ReleaseRejected","shipment":1,"reason":"damaged"}""",
            """{"type":"StepReported","shipment":1,"step":"Packing","operator":"Ana","at":"2026-03-02T10:00:00+01:00"}""", """{"type":"StepProblem","shipment":1,"reason":"lost"}""",
            """{"type":"StepResolved","shipment":1}""", """{"type":"InterceptSucceeded","shipment":1}""", """{"type":"InterceptFailed","shipment":1,"reason":"gone"}""",
            """{"type":"BackorderChoice","choice":"splitShip"}""", """{"type":"Hold","reason":"fraud check"}""", """{"type":"Unhold"}""", """{"type":"AddNote","text":"n"}""",
            """{"type":"RecordContact","channel":"phone"}""", """{"type":"ConfirmContact"}""", """{"type":"DeclineContact"}""", """{"type":"ReleaseNow"}""", """{"type":"Intercept"}""",
            """{"type":"RecordPayment","amount":{"amount":"-1.20","currency":"EUR"},"reference":"r"}""",
        ])
        {
            var answer = await site.SendAsync(HttpMethod.Post, Path, token, body);
            Assert.True(answer.Status == 200, $"{body}: {answer.Text}");
        }

        var step = Assert.IsType<OrderCommand.StepReported>(site.Orders.Sent[2].Command);
        Assert.Equal(Samples.Placed.AddHours(1), step.At);
    }

    [Fact]
    public async Task Post_OverTheLimit_Is413()
    {
        await using var site = await Site.StartAsync(new WebOptions { MaxBodyBytes = 200 });

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("admin"), $$"""{"type":"AddNote","text":"{{new string('n', 300)}}"}""");

        Assert.Equal((413, "too-large"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Post_UnknownOrderOrOtherStore_Is404()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Have(Samples.View(Samples.OtherOrderId));
        var scoped = await site.TokenAsync("agent", Samples.Store);

        foreach (var id in (string[])["demo.own.404", Samples.OtherOrderId, "nonsense"])
        {
            var answer = await site.SendAsync(HttpMethod.Post, $"/api/orders/{id}/commands", scoped, """{"type":"Cancel"}""");
            Assert.Equal((404, "not-found"), (answer.Status, answer.Problem));
        }

        Assert.Empty(site.Orders.Sent);
    }

    [Fact]
    public async Task Post_NotJson_Is415()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, Path, await site.TokenAsync("admin"), new StringContent("type=Cancel"));

        Assert.Equal((415, "unsupported-media-type"), (answer.Status, answer.Problem));
    }

    [Fact]
    public void Receipt_OnTheWire_HasTheDocumentedShape()
    {
        var receipt = new Receipt("c", "Edit", Actor.Customer, Samples.Placed, Outcome.Provisional, 5, ["Cancel"]) { Provisional = new(Samples.Placed.AddHours(1), Samples.Eur(3), "p1") };

        var json = JsonSerializer.SerializeToElement(receipt, Domain.DomainJson.Options);

        Assert.Equal(["commandId", "type", "actor", "at", "outcome", "version", "next", "provisional"], json.EnumerateObject().Select(p => p.Name));
    }
}
