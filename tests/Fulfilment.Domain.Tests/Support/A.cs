using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Tests.Support;

/// <summary>Made-up sample data.</summary>
internal static class A
{
    /// <summary>A Tuesday.</summary>
    public static readonly DateTimeOffset Noon = new(2025, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly Currency Eur = Currency.Of("EUR");

    public static Money Eur_(decimal major) => Money.FromMajor(major, Eur);

    public static StoreProfile Store(bool test = false) => new("demo", "Demo Shop", "fr", Eur, "Europe/Paris", test);

    public static Address Address(string line1 = "1 rue de la Démonstration") => new("Camille Exemple", line1, null, "Lyon", null, "69001", "FR");

    public static OrderLine Line(string id = "L1", string sku = "MUG", int quantity = 1, decimal price = 20m, string category = "default", Currency? currency = null) => new()
    {
        Id = id,
        Sku = sku,
        Title = sku,
        Category = category,
        Quantity = quantity,
        UnitPrice = Money.FromMajor(price, currency ?? Eur),
        UnitDiscount = Money.Zero(currency ?? Eur),
        TaxRate = 0.20m,
        WeightGrams = 300,
    };

    public static OrderSnapshot Order(PaymentState payment = PaymentState.Paid, params OrderLine[] lines)
    {
        IReadOnlyList<OrderLine> all = lines.Length == 0 ? [Line()] : lines;
        var currency = all[0].UnitPrice.Currency;
        var order = new OrderSnapshot
        {
            Store = "demo",
            Source = StorefrontKind.Own,
            ExternalId = "1001",
            Number = "#1001",
            PlacedAt = Noon,
            UpdatedAt = Noon,
            Locale = "fr-FR",
            Customer = new("Camille Exemple", "camille@example.com"),
            ShipTo = Address(),
            Shipping = new("standard", "Standard"),
            Lines = all,
            Charges = OrderCharges.None(currency) with { Shipping = Money.FromMajor(5m, currency) },
            Payment = payment,
        };
        return payment == PaymentState.Paid ? order with { Charges = order.Charges with { Paid = Totals.Of(order).Total } } : order;
    }

    public static ReleasePolicy Policy => new() { EditPaymentWindowMinutes = 30 };

    public static CatalogueItem Item(string sku = "CUP", decimal price = 10m, string category = "default") =>
        new(sku, new Dictionary<string, string> { ["fr"] = sku + " (fr)", ["en"] = sku }, category, Eur_(price), 0.20m, 200);

    public static readonly Actor Admin = new(ActorKind.Admin, "ada");
    public static readonly Actor Agent = new(ActorKind.Agent, "alex");
    public static readonly Actor Wms = new(ActorKind.Wms, "wms");
    public static readonly Actor Carrier = new(ActorKind.Carrier, "easypost");
    public static readonly Actor Storefront = new(ActorKind.Storefront, "own");
}
