using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Tests.World;

internal static class Samples
{
    public const string StoreKey = "demo";

    public static readonly Currency Eur = Currency.Of("EUR");

    public static readonly StoreSettings Store = new()
    {
        Profile = new StoreProfile(StoreKey, "Atelier Exemple", "en", Eur, "Europe/Paris"),
        Payment = new PaymentSettings("played"),
        Carrier = new CarrierSettings("played"),
    };

    /// <summary>One hour of grace; mugs are engraved, so they have two and want a word first; sheets of stickers cannot be changed.</summary>
    public static readonly ReleasePolicy Policy = new()
    {
        Version = 2,
        Default = new CategoryRule(GraceMinutes: 60),
        Categories = new Dictionary<string, CategoryRule>
        {
            ["engraved"] = new(GraceMinutes: 120, Contact: new ContactRule(Required: true, ReminderMinutes: 24 * 60)),
            ["stickers"] = new(GraceMinutes: 0, EditableChanges: []),
        },
        SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Collected] = 60, [WarehouseStep.Packing] = 60 },
    };

    public static readonly Address Home = new("Cam Exemple", "1 rue du Test", null, "Paris", null, "75001", "FR");

    public static readonly Address Elsewhere = new("Cam Exemple", "2 avenue Neuve", null, "Lyon", null, "69001", "FR");

    public static Money Euro(decimal amount) => Money.FromMajor(amount, Eur);

    public static OrderLine Line(string id, string sku, int quantity = 1, decimal price = 10m, string category = "default") => new()
    {
        Id = id,
        Sku = sku,
        Title = $"Sample {sku}",
        Category = category,
        Quantity = quantity,
        UnitPrice = Euro(price),
        UnitDiscount = Euro(0),
        WeightGrams = 200,
    };

    /// <summary>A paid order of two lines, placed now.</summary>
    public static OrderSnapshot Order(string externalId, DateTimeOffset now, params OrderLine[] lines)
    {
        OrderLine[] all = lines.Length > 0 ? lines : [Line("1", "MUG"), Line("2", "TEE", 2)];
        var total = all.Sum(line => line.UnitPrice.Minor * line.Quantity);
        return new OrderSnapshot
        {
            Store = StoreKey,
            Source = StorefrontKind.Own,
            ExternalId = externalId,
            Number = "#" + externalId,
            PlacedAt = now,
            UpdatedAt = now,
            Customer = new Customer("Cam Exemple", "cam@example.com"),
            ShipTo = Home,
            Shipping = new ShippingMethod("standard", "Standard"),
            Lines = all,
            Charges = OrderCharges.None(Eur) with { Paid = new Money(total, Eur) },
            Payment = PaymentState.Paid,
            PaymentMethod = "card",
        };
    }

    public sealed class Stores : IStoreDirectory
    {
        public IReadOnlyCollection<StoreSettings> All => [Store];

        public StoreSettings? Find(string store) => store == StoreKey ? Store : null;
    }
}
