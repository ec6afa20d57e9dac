using System.Text;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests;

/// <summary>Made-up orders and stores that the tests start from.</summary>
internal static class Samples
{
    public const string OwnSecret = "whsec_b3duLXNlY3JldC1vZi10aGUtdGVzdHM=";
    public const string ShopifySecret = "shopify-secret-of-the-tests";
    public const string WooSecret = "woo-secret-of-the-tests";

    public static readonly Currency Eur = Currency.Of("EUR");
    public static readonly DateTimeOffset Now = new(2026, 7, 6, 9, 30, 0, TimeSpan.Zero);

    public static readonly StoreSettings Store = new()
    {
        Profile = new("demo", "Maison Exemple", "fr", Eur, "Europe/Paris"),
        Secrets = new() { Own = [OwnSecret], Shopify = [ShopifySecret], Woocommerce = [WooSecret] },
    };

    public static readonly ReleasePolicy Policy = new()
    {
        Categories = new Dictionary<string, CategoryRule> { ["engraving"] = new(240), ["furniture"] = new(60) },
        Services = new Dictionary<string, ServiceRule> { ["express"] = new(0), ["standard"] = new() },
    };

    public static readonly Address Address = new("Léa Exemple", "1 rue de l’Essai", "Bât. B", "Lyon", null, "69001", "FR", "+33100000000");

    public static Money Euro(decimal major) => Money.FromMajor(major, Eur);

    public static OrderLine Line(string id = "l1", int quantity = 2, decimal price = 12.50m, decimal discount = 0) => new()
    {
        Id = id,
        Sku = $"SKU-{id}",
        Title = "Tasse gravée",
        Category = "engraving",
        Quantity = quantity,
        UnitPrice = Euro(price),
        UnitDiscount = Euro(discount),
        TaxRate = 0.2m,
        WeightGrams = 350,
        Personalisation = new Dictionary<string, string> { ["Gravure"] = "Pour Zoë 日本" },
    };

    public static OrderSnapshot Order(StorefrontKind source = StorefrontKind.Own) => new()
    {
        Store = "demo",
        Source = source,
        ExternalId = "1001",
        Number = "#1001",
        PlacedAt = Now.AddMinutes(-3),
        UpdatedAt = Now.AddMinutes(-2),
        Locale = "fr-FR",
        Customer = new("Léa Exemple", "lea@example.com", "+33100000000"),
        ShipTo = Address,
        Shipping = new("standard", "Colis suivi"),
        Lines = [Line(), Line("l2", 1, 40)],
        Charges = OrderCharges.None(Eur) with { Shipping = Euro(4.90m), Paid = Euro(69.90m) },
        Payment = PaymentState.Paid,
        PaymentMethod = "card",
    };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
