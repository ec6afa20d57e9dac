using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Bench.Engine;

/// <summary>Orders of the real domain: two lines, paid, a day of grace.</summary>
internal static class RealOrder
{
    public const string StoreId = "demo";
    public static readonly IReadOnlyList<string> Skus = ["MUG", "TEE"];
    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly ReleasePolicy Policy = new() { Default = new CategoryRule(GraceMinutes: 24 * 60) };

    public static StoreSettings Store { get; } = new() { Profile = new StoreProfile(StoreId, "Sample", "en", Euro, "Europe/Paris") };

    public static string IdOf(int number) => OrderIds.Create(StoreId, StorefrontKind.Own, Text(number));

    /// <summary>As a storefront delivers it.</summary>
    public static (Delivery Delivery, IntakeAction Action) Place(int number)
    {
        var now = DateTimeOffset.UtcNow;
        var snapshot = new OrderSnapshot
        {
            Store = StoreId, Source = StorefrontKind.Own, ExternalId = Text(number), Number = "#" + Text(number), PlacedAt = now, UpdatedAt = now,
            Customer = new Customer("Cam Exemple", "cam@example.com"), ShipTo = new Address("Cam Exemple", "1 rue du Test", null, "Paris", null, "75001", "FR"),
            Shipping = new ShippingMethod("standard", "Standard"), Lines = [Line("1", Skus[0], 2), Line("2", Skus[1], 1)],
            Charges = OrderCharges.None(Euro) with { Paid = new Money(3000, Euro) }, Payment = PaymentState.Paid, PaymentMethod = "card",
        };
        var delivery = new Delivery("own", StoreId, "order", "d-" + Text(number), JsonSerializer.SerializeToUtf8Bytes(snapshot, DomainJson.Options), now);
        return (delivery, new IntakeAction.Upsert(IdOf(number), new OrderCommand.Place(snapshot, Store.Profile, Policy, RulesVersions.Current)
        {
            CommandId = delivery.CommandId, Actor = new Actor(ActorKind.Storefront, "own"), At = now,
        }));
    }

    public static OrderCommand Edit(string commandId) =>
        new OrderCommand.Edit([new EditChange.ChangeGiftMessage("message " + commandId)]) { CommandId = commandId, Actor = Actor.Customer, At = DateTimeOffset.UtcNow };

    private static OrderLine Line(string id, string sku, int quantity) =>
        new() { Id = id, Sku = sku, Title = $"Sample {sku}", Category = "default", Quantity = quantity, UnitPrice = new Money(1000, Euro), UnitDiscount = Money.Zero(Euro), WeightGrams = 200 };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
