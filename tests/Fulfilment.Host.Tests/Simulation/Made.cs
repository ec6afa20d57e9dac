using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Simulation;

namespace Fulfilment.Host.Tests.Simulation;

/// <summary>Orders and workloads by hand: one paid mug each, placed at the start.</summary>
internal static class Made
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly StoreProfile Store = new("demo", "Sample", "en", Euro, "Etc/UTC");

    public static SimulatedOrder Order(string number, params Intent[] intents) => new(
        OrderIds.Create("demo", StorefrontKind.Own, number),
        new OrderSnapshot
        {
            Store = "demo",
            Source = StorefrontKind.Own,
            ExternalId = number,
            Number = "#" + number,
            PlacedAt = Start,
            UpdatedAt = Start,
            Customer = new Customer("Cam Exemple", "cam@example.com"),
            ShipTo = new Address("Cam Exemple", "1 rue du Test", null, "Paris", null, "75001", "FR"),
            Lines = [Line("1", "MUG")],
            Charges = OrderCharges.None(Euro) with { Paid = new Money(1000, Euro) },
            Payment = PaymentState.Authorized,
        },
        Store, Start, Policy: null)
    { Intents = intents };

    public static OrderLine Line(string id, string sku) =>
        new() { Id = id, Sku = sku, Title = sku, Category = "default", Quantity = 1, UnitPrice = new Money(1000, Euro), UnitDiscount = Money.Zero(Euro) };

    public static Intent Edit(string id, int minutes) =>
        new(Start.AddMinutes(minutes), new OrderCommand.Edit([new EditChange.ChangeGiftMessage("hello")]) { CommandId = id, Actor = Actor.Customer, At = Start });

    public static Workload Workload(IReadOnlyList<SimulatedOrder> orders, int stock) => new("made", orders, Start.AddDays(10), stock == 0 ? [] : [new(Start.AddDays(-1), "demo", "MUG", stock)])
    {
        HasStock = true,
        Items = new Dictionary<string, CatalogueItem>(),
        Shipping = new Dictionary<string, ShippingQuote>(),
    };
}
