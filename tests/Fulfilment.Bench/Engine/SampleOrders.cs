using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Bench.Engine;

/// <summary>Histories of the real order orchestrator. Only its publications go nowhere: a replay never looks at them.</summary>
internal static class SampleOrders
{
    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly StoreProfile Store = new("demo", "Sample", "en", Euro, "Europe/Paris");
    private static readonly ReleasePolicy Policy = new() { Default = new CategoryRule(GraceMinutes: 24 * 60) };

    /// <param name="commands">Sent to each: allocation of its goods, then edits.</param>
    public static async Task WriteAsync(string folder, int count, int commands)
    {
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder, Json = DomainJson.Options });
        var registry = new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, _ => new OrderOrchestrator()).AddActivity(LoopNames.Publish, _ => new Nowhere());
        await engine.StartAsync(registry, new ServiceCollection().BuildServiceProvider(), []);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (i, _) =>
        {
            var place = Place(i.ToString(CultureInfo.InvariantCulture));
            var id = OrderIds.Create(Store.Id, StorefrontKind.Own, place.Order.ExternalId);
            await engine.Client.ScheduleNewAsync(OrderOrchestrator.Name, OrderOrchestrator.Start(place), new(id), CancellationToken.None);
            for (var c = 0; c < commands; c++) await engine.Client.RaiseEventAsync(id, LoopNames.CommandEvent, CommandPayload.Of(Command(c)), CancellationToken.None);
        });
        await engine.Progress.WhenIdleAsync();
    }

    private static OrderCommand Command(int number) => number == 0
        ? new OrderCommand.StockAllocated(1, Complete: true, [new StockLine("MUG", 2), new StockLine("TEE", 1)]) { CommandId = "stock", Actor = Actor.System, At = DateTimeOffset.UtcNow }
        : new OrderCommand.Edit([new EditChange.ChangeGiftMessage($"message {number}")]) { CommandId = $"c{number}", Actor = Actor.Customer, At = DateTimeOffset.UtcNow };

    private static OrderCommand.Place Place(string number)
    {
        var now = DateTimeOffset.UtcNow;
        var snapshot = new OrderSnapshot
        {
            Store = Store.Id, Source = StorefrontKind.Own, ExternalId = number, Number = "#" + number, PlacedAt = now, UpdatedAt = now, Customer = new Customer("Cam Exemple", "cam@example.com"),
            ShipTo = new Address("Cam Exemple", "1 rue du Test", null, "Paris", null, "75001", "FR"), Lines = [Line("1", "MUG", 2), Line("2", "TEE", 1)],
            Charges = OrderCharges.None(Euro) with { Paid = new Money(3000, Euro) }, Payment = PaymentState.Paid,
        };
        return new OrderCommand.Place(snapshot, Store, Policy, RulesVersions.Current) { CommandId = "place", Actor = new Actor(ActorKind.Storefront, "own"), At = now };
    }

    private static OrderLine Line(string id, string sku, int quantity) =>
        new() { Id = id, Sku = sku, Title = $"Sample {sku}", Category = "default", Quantity = quantity, UnitPrice = new Money(1000, Euro), UnitDiscount = Money.Zero(Euro) };

    [LocalActivity]
    private sealed class Nowhere : Activity<Publication, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, Publication input, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
