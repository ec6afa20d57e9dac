using System.Collections.Frozen;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Host.Demo.World;

/// <summary>A thing the demo's shops sell.</summary>
/// <param name="Scarce">Begins with none in stock; arrivals come in the course of the demo.</param>
internal sealed record Product(string Sku, string French, string English, string Category, decimal Price, int Grams, bool Scarce = false, bool Ships = true);

/// <summary>The made-up shops: what they sell, their rules, and when it all begins.</summary>
internal static class DemoWorld
{
    /// <summary>A Monday morning; the summer time of 28 March 2027 falls into the run.</summary>
    public static readonly DateTimeOffset Start = new(2027, 3, 22, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Orders are placed within this time from the start.</summary>
    public static readonly TimeSpan Intake = TimeSpan.FromHours(60);

    /// <summary>Nothing that is due later is waited for: only the closing of finished orders is.</summary>
    public static readonly DateTimeOffset End = Start.AddDays(21);

    /// <summary>Payments settle by themselves here (sandbox); French, prices include tax.</summary>
    public const string Shop = "demo";

    /// <summary>Payments are recorded by staff here (manual); English.</summary>
    public const string Workshop = "workshop";

    public static readonly Currency Euro = Currency.Of("EUR");

    public static readonly IReadOnlyList<Product> Products =
    [
        new("MUG-01", "Tasse en grès", "Stoneware mug", "kitchen", 14.50m, 420),
        new("TEA-07", "Thé vert 100 g", "Green tea 100 g", "food", 9.90m, 130),
        new("BOOK-33", "Carnet de voyage", "Travel notebook", "books", 18.00m, 350),
        new("BOOK-41", "Atlas des îles", "Atlas of islands", "books", 32.00m, 900),
        new("PEN-05", "Stylo gravé", "Engraved pen", "engraved", 45.00m, 60),
        new("WATCH-2", "Montre gravée", "Engraved watch", "engraved", 189.00m, 150),
        new("CHAIR-9", "Chaise en chêne", "Oak chair", "furniture", 149.00m, 6200),
        new("LAMP-4", "Lampe en laiton", "Brass lamp", "lighting", 79.00m, 1800, Scarce: true),
        new("VASE-8", "Vase soufflé", "Blown vase", "lighting", 59.00m, 1200, Scarce: true),
        new("GIFT-50", "Carte cadeau", "Gift card", "gift", 50.00m, 0, Ships: false),
    ];

    public static readonly FrozenDictionary<string, Product> BySku = Products.ToFrozenDictionary(p => p.Sku);

    public static readonly IReadOnlyList<ShippingQuote> Shipping =
    [
        new(new ShippingMethod("standard", "Standard", "post"), Money.FromMajor(4.90m, Euro)),
        new(new ShippingMethod("express", "Express", "post"), Money.FromMajor(9.90m, Euro)),
        new(new ShippingMethod("relay", "Point relais", "post"), Money.FromMajor(3.50m, Euro)),
    ];

    public static readonly ReleasePolicy Policy = new()
    {
        Default = new CategoryRule(GraceMinutes: 60),
        Categories = new Dictionary<string, CategoryRule>
        {
            ["kitchen"] = new(GraceMinutes: 45),
            ["food"] = new(GraceMinutes: 15, EditableChanges: [ChangeKind.ChangeAddress, ChangeKind.ChangeContactDetails, ChangeKind.ChangeDeliveryInstructions, ChangeKind.ChangeGiftMessage]),
            ["books"] = new(GraceMinutes: 30),
            ["engraved"] = new(GraceMinutes: 240, Contact: new ContactRule(Required: true, ReminderMinutes: 240, GiveUpMinutes: 1440)),
            ["furniture"] = new(GraceMinutes: 360),
            ["lighting"] = new(GraceMinutes: 90),
        },
        Services = new Dictionary<string, ServiceRule>
        {
            ["express"] = new(GraceMinutes: 10, CutOff: new TimeOnly(16, 30), Priority: 10),
        },
        GraceOnEdit = new GraceOnEdit(GraceOnEditMode.AtLeast, Minutes: 20),
        MaxGraceMinutes = 2 * 24 * 60,
        NoticeMinutes = 5,
        PaymentWindowMinutes = 24 * 60,
        EditPaymentWindowMinutes = 90,
        MaxOvertakes = 2,
        SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Collected] = 12 * 60, [WarehouseStep.HandedToCarrier] = 48 * 60 },
        Calendar = new WarehouseCalendar
        {
            TimeZone = TimeZone,
            Week = Enumerable.Range(1, 6).ToDictionary(day => (DayOfWeek)day, day => new OpeningHours(new TimeOnly(8, 0), new TimeOnly(day == 6 ? 13 : 19, 0))),
            Holidays = [new DateOnly(2027, 3, 29)],
        },
    };

    public const string TimeZone = "Europe/Paris";
}
