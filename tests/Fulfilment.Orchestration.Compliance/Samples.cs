using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Orchestration.Compliance;

/// <summary>Made-up orders, views and receipts.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly Currency Euro = Currency.Of("EUR");

    /// <summary>Text that breaks careless storage: quotes, wildcards, other scripts, emoji, directions, control characters.</summary>
    public static readonly IReadOnlyList<string> OddTexts =
    [
        "O'Brien; DROP TABLE orders_index;--", "\"double\" 'single' `back`", "100% _wild_ \\ [a-z]*", "Éléonore Çelik-Łukasiewicz", "Ωμέγα Ярослава", "山田 花子",
        "עברית العربية", "हिन्दी ไทย", "👩‍👩‍👧‍👦 🇫🇷 é̂", "tab\tline\nreturn\rend", "\u202Eright to left", "\u0001control",
    ];

    public static string OrderId(int number, string store = SampleStores.Demo) => $"{store}.own.{number}";

    public static OrderLine Line(string id, string sku, int quantity = 1, string category = "default") => new()
    {
        Id = id,
        Sku = sku,
        Title = $"Article {sku}",
        Category = category,
        Quantity = quantity,
        UnitPrice = new Money(1250, Euro),
        UnitDiscount = Money.Zero(Euro),
        TaxRate = 0.20m,
        WeightGrams = 300,
    };

    public static OrderView View(int number, string store = SampleStores.Demo) => new()
    {
        Id = OrderId(number, store),
        Store = store,
        Number = $"#{number}",
        ExternalId = $"ext-{number}",
        Source = StorefrontKind.Own,
        Status = OrderStatus.Unhandled,
        Version = 1,
        PlacedAt = Start.AddMinutes(number),
        Language = "fr",
        Customer = new Customer($"Client {number}", $"client{number}@example.com"),
        Lines = [Line("1", "mug")],
        Totals = new OrderTotals(new(1250, Euro), new(490, Euro), Money.Zero(Euro), Money.Zero(Euro), Money.Zero(Euro), Money.Zero(Euro), Money.Zero(Euro), new(1740, Euro), Money.Zero(Euro)),
        Plan = new ReleasePlan(Start.AddHours(1), [new Blocker(BlockerCode.Grace, "Changes are possible until 10:00.", Start.AddHours(1), ["1"])], Start.AddHours(1), 1, 1),
    };

    public static ShipmentView Shipment(string? trackingNumber, int number = 1) =>
        new(number, OrderStatus.Sent, [], "post", trackingNumber, null, TrackingStatus.InTransit, null);

    public static OrderSnapshot Snapshot(int number, string store = SampleStores.Demo) => new()
    {
        Store = store,
        Source = StorefrontKind.Own,
        ExternalId = $"{number}",
        Number = $"#{number}",
        PlacedAt = Start.AddMinutes(number),
        UpdatedAt = Start.AddMinutes(number),
        Customer = new Customer($"Client {number}", $"client{number}@example.com"),
        ShipTo = new Address($"Client {number}", "1 rue de l'Exemple", null, "Lyon", null, "69001", "FR"),
        Lines = [Line("1", "mug")],
        Charges = OrderCharges.None(Euro),
        Payment = PaymentState.Paid,
    };

    public static OrderCommand.Place Place(int number, string store = SampleStores.Demo) =>
        new(Snapshot(number, store), new StoreProfile(store, "Demo", "fr", Euro, "Europe/Paris"), new ReleasePolicy(), RulesVersion: 1)
        {
            CommandId = "place",
            Actor = new Actor(ActorKind.Storefront, "own"),
            At = Start.AddMinutes(number),
        };

    public static OrderCommand.AddNote Note(string commandId, string text = "A note.") =>
        new(text) { CommandId = commandId, Actor = new Actor(ActorKind.Agent, "Sam"), At = Start };

    public static Receipt Receipt(string commandId, Outcome outcome = Outcome.Applied, int version = 2) =>
        new(commandId, "Edit", Actor.Customer, Start, outcome, version, ["Cancel"])
        {
            Reason = outcome == Outcome.Rejected ? new Refusal.PaymentExpired(Start.AddMinutes(30)) : null,
            Provisional = outcome == Outcome.Provisional ? new ProvisionalTerms(Start.AddMinutes(30), new Money(500, Euro), "p1") : null,
        };
}
