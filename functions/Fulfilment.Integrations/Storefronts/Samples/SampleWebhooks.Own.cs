using System.Text.Json;
using System.Text.Json.Serialization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Own;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// Webhooks as the platforms send them, made from an order: what the demo, the load tool and the tests post. Mapping a sample
/// gives the order it was made from.
/// </summary>
public static partial class SampleWebhooks
{
    private static readonly JsonSerializerOptions OwnJson = CreateOwnJson();

    /// <summary>A signed delivery in the own format.</summary>
    /// <param name="deliveryId">The webhook-id: the same for every try of one delivery.</param>
    public static SignedWebhook Own(OrderSnapshot order, string secret, string deliveryId, DateTimeOffset at)
    {
        var body = OwnBody(order);
        return new($"/webhooks/orders/{order.Store}", OwnWebhooks.Sign(secret, deliveryId, at, body), body, "application/json");
    }

    public static byte[] OwnBody(OrderSnapshot order) => JsonSerializer.SerializeToUtf8Bytes(OwnOrderOf(order), OwnJson);

    private static OwnOrder OwnOrderOf(OrderSnapshot order) => new()
    {
        Id = order.ExternalId,
        Number = order.Number,
        PlacedAt = order.PlacedAt,
        UpdatedAt = order.UpdatedAt,
        Locale = order.Locale,
        Currency = order.Charges.Currency,
        Status = order.Status,
        Test = order.Test,
        Customer = order.Customer,
        ShipTo = order.ShipTo,
        RelayPoint = order.RelayPoint,
        Shipping = order.Shipping is { } method ? new(method.Code, method.Title, method.Carrier, order.Charges.Shipping) : null,
        Lines = [.. order.Lines.Select(OwnLineOf)],
        PricesIncludeTax = order.Charges.PricesIncludeTax,
        TaxesNotIncluded = order.Charges.TaxesNotIncluded,
        Fees = order.Charges.Fees,
        Tips = order.Charges.Tips,
        OrderDiscount = order.Charges.OrderDiscount,
        GiftCards = order.Charges.GiftCards,
        Total = SnapshotTotals.Of(order).Total,
        Payment = new(order.Payment, order.PaymentMethod, order.Charges.Paid, order.Charges.Refunded),
        GiftMessage = order.GiftMessage,
        DeliveryInstructions = order.DeliveryInstructions,
        WishedDate = order.WishedDate,
        Note = order.Note,
    };

    private static OwnLine OwnLineOf(OrderLine line) => new()
    {
        Id = line.Id,
        Sku = line.Sku,
        Title = line.Title,
        Category = line.Category,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice,
        UnitDiscount = line.UnitDiscount,
        TaxRate = line.TaxRate,
        RequiresShipping = line.RequiresShipping,
        WeightGrams = line.WeightGrams,
        Location = line.Location,
        Personalisation = line.Personalisation,
    };

    private static JsonSerializerOptions CreateOwnJson()
    {
        var options = new JsonSerializerOptions(DomainJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly();
        return options;
    }
}
