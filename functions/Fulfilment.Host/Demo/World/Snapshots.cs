using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Demo.World;

/// <summary>A demo order as its storefront would tell it.</summary>
internal static class Snapshots
{
    public static OrderSnapshot Of(DemoOrder order)
    {
        var lines = order.Lines.Select(line => Line(line, order.Language)).ToList();
        var shipping = DemoWorld.Shipping.FirstOrDefault(s => s.Method.Code == order.Service);
        var charges = OrderCharges.None(DemoWorld.Euro) with { Shipping = shipping?.Price ?? Money.Zero(DemoWorld.Euro) };
        var total = lines.Aggregate(charges.Shipping, (sum, line) => sum + line.UnitPrice * line.Quantity);
        return new OrderSnapshot
        {
            Store = order.Store,
            Source = order.Source,
            ExternalId = order.ExternalId,
            Number = order.Number,
            PlacedAt = order.PlacedAt,
            UpdatedAt = order.UpdatedAt,
            Locale = order.Language == "fr" ? "fr-FR" : "en-GB",
            Customer = order.Customer,
            ShipTo = order.ShipTo,
            Shipping = shipping?.Method,
            Lines = lines,
            Charges = charges with { Paid = order.Paid ? total : Money.Zero(DemoWorld.Euro) },
            Payment = order.Paid ? PaymentState.Paid : PaymentState.Pending,
            PaymentMethod = "card",
            Status = order.Cancelled ? StorefrontStatus.Cancelled : StorefrontStatus.Open,
        };
    }

    private static OrderLine Line(DemoLine line, string language) => new()
    {
        Id = line.LineId,
        Sku = line.Sku,
        Title = language == "fr" ? line.Product.French : line.Product.English,
        Category = line.Product.Category,
        Quantity = line.Quantity,
        UnitPrice = Money.FromMajor(line.Product.Price, DemoWorld.Euro),
        UnitDiscount = Money.Zero(DemoWorld.Euro),
        TaxRate = 0.20m,
        RequiresShipping = line.Product.Ships,
        WeightGrams = line.Product.Grams,
        Personalisation = line.Engraving is { } text ? new Dictionary<string, string> { ["engraving"] = text } : new Dictionary<string, string>(),
    };
}
