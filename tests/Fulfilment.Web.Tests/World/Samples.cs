using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

/// <summary>A made-up shop and its orders.</summary>
public static class Samples
{
    public const string Store = "demo";
    public const string OtherStore = "annexe";
    public const string OrderId = "demo.own.1001";
    public const string OtherOrderId = "annexe.own.7";

    public static readonly Currency Euro = Currency.Of("EUR");
    public static readonly DateTimeOffset Placed = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static Money Eur(decimal major) => Money.FromMajor(major, Euro);

    public static StoreSettings Settings(string id = Store) => new()
    {
        Profile = new(id, id == Store ? "Atelier Exemple" : "Annexe", "fr", Euro, "Europe/Paris"),
        Secrets = new() { Own = ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="], Shopify = ["shop-secret"], Woocommerce = ["woo-secret"] },
        PublicUrl = "http://127.0.0.1",
    };

    public static ReleasePolicy Policy() => new()
    {
        Version = 3,
        Default = new(60),
        Categories = new Dictionary<string, CategoryRule>
        {
            ["engraved"] = new(600, [ChangeKind.ChangeAddress, ChangeKind.ChangePersonalisation], new ContactRule(true, 240, 2880)),
            ["book"] = new(30),
        },
        Services = new Dictionary<string, ServiceRule> { ["express"] = new(15, new TimeOnly(15, 0), 10) },
    };

    public static OrderLine Line(string id, string sku, string title, string category, int quantity, decimal price) => new()
    {
        Id = id,
        Sku = sku,
        Title = title,
        Category = category,
        Quantity = quantity,
        UnitPrice = Eur(price),
        UnitDiscount = Eur(0),
        TaxRate = 0.20m,
        WeightGrams = 300,
    };

    public static OrderView View(string id = OrderId, string language = "fr") => new()
    {
        Id = id,
        Store = id[..id.IndexOf('.')],
        Number = "#" + id[(id.LastIndexOf('.') + 1)..],
        ExternalId = id[(id.LastIndexOf('.') + 1)..],
        Source = StorefrontKind.Own,
        Status = OrderStatus.Unhandled,
        Version = 4,
        PlacedAt = Placed,
        Language = language,
        Customer = new("Camille Exemple", "camille@example.com", "+33 1 00 00 00 00"),
        ShipTo = new("Camille Exemple", "1 rue de l’Exemple", null, "Lyon", null, "69001", "FR"),
        Shipping = new("standard", "Standard"),
        Lines =
        [
            Line("l1", "RING-1", "Bague gravée", "engraved", 1, 80m) with { Personalisation = new Dictionary<string, string> { ["text"] = "C + E" } },
            Line("l2", "BOOK-1", "Carnet", "book", 2, 12.5m),
        ],
        Totals = new(Eur(105m), Eur(4.9m), Eur(0), Eur(0), Eur(0), Eur(5m), Eur(0), Eur(104.9m), Eur(0)),
        GiftMessage = "Joyeux anniversaire",
        Plan = new(
            Placed.AddHours(25),
            [
                new(BlockerCode.Grace, "engraved allows changes until 18:00", Placed.AddHours(10), ["l1"]) { Data = new Dictionary<string, string> { ["category"] = "engraved" } },
                new(BlockerCode.Warehouse, "the warehouse is closed until Tuesday 09:00", Placed.AddHours(25), []),
            ],
            Placed.AddHours(10), 3, 1),
        AllowedChanges = Enum.GetValues<ChangeKind>(),
        CustomerCommands = ["Edit", "Cancel", "ReleaseNow"],
    };

    public static IReadOnlyList<CatalogueItem> Catalogue() =>
    [
        new("BOOK-1", new Dictionary<string, string> { ["fr"] = "Carnet", ["en"] = "Notebook" }, "book", Eur(12.5m), 0.20m, 300),
        new("MUG-1", new Dictionary<string, string> { ["fr"] = "Tasse", ["en"] = "Mug" }, "default", Eur(9.9m), 0.20m, 350),
        new("OLD-1", new Dictionary<string, string> { ["fr"] = "Ancien", ["en"] = "Old" }, "default", Eur(1m), 0.20m, 10, Active: false),
    ];

    public static IReadOnlyList<ShippingQuote> Shipping() =>
    [
        new(new("standard", "Standard"), Eur(4.9m)),
        new(new("express", "Express"), Eur(12.9m)),
    ];

    public static ReleaseOrder Release(string orderId = OrderId, int shipment = 1)
    {
        var view = View(orderId);
        return new(
            $"{orderId}/{shipment}", orderId, view.Store, view.Number, shipment, Placed.AddHours(25), Placed.AddHours(25), "system", view.Customer, view.ShipTo, null,
            view.Shipping, 0, null, [new("l2", "BOOK-1", "Carnet", 2, new Dictionary<string, string>(), 300)], null, null, 5);
    }
}
