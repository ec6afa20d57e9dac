using System.Text;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>
/// There is no transaction across Azure's services, so a process can die between any two calls. Here it dies at every one of them,
/// before and after its effect; then the work is repeated as its sender would repeat it, and everything must be as if nothing
/// had happened. A failure names the call.
/// </summary>
[Trait(TestKind.Name, TestKind.Fault)]
public abstract class GapTests
{
    private const int MostCalls = 120;

    protected static readonly string Order = Samples.OrderId(1);

    /// <param name="act">Dies somewhere, and is repeated whole by its sender.</param>
    private protected static async Task EveryGapAsync(Func<AzureHarness, Task> act, Func<AzureHarness, Task> check, Func<AzureHarness, Task>? prepare = null)
    {
        foreach (var afterEffect in (bool[])[false, true])
        {
            for (var failAt = 1; ; failAt++)
            {
                Assert.InRange(failAt, 1, MostCalls);
                await using var harness = await AzureHarness.OpenAzureAsync(Configure);
                if (prepare is not null) await prepare(harness);
                harness.Faults = new FaultPlan(failAt, afterEffect);
                var died = await Record.ExceptionAsync(() => act(harness));
                var reached = harness.Faults.WasReached;
                harness.Faults = null;
                if (!reached)
                {
                    Assert.Null(died);
                    break;
                }

                Assert.IsType<ProcessDiedException>(died);
                try
                {
                    await act(harness);
                    await check(harness);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    throw new InvalidOperationException($"The process died {(afterEffect ? "after" : "before")} call {failAt}.", e);
                }
            }
        }
    }

    private static void Configure(IServiceCollection services) => services
        .AddSingleton(new Patience(0, TimeSpan.Zero))
        .AddSingleton<Handler>()
        .AddSingleton<IOutboxHandler>(provider => provider.GetRequiredService<Handler>());

    private protected static Task PublishAsync(AzureHarness harness, int revision, OrderStatus status) => harness.CommitAsync(batch =>
    {
        harness.Port<IReceiptStore>().Put(batch, Order, Samples.Receipt($"c{revision}"));
        harness.Port<ITimelineStore>().Append(batch, Order, revision, [new TimelineEntry(revision, Samples.Start, Actor.Customer, "Edited", new Dictionary<string, string>())]);
        batch.Enqueue(new OutboxMessage($"{Order}/{revision}", Handler.Lane, Order, revision, $"\"{revision}\""));
        harness.Port<IOrderIndex>().Put(batch, new OrderRow(Samples.View(1) with { Status = status, Shipments = [Samples.Shipment("RR000000019FR")] }, revision, Samples.Start));
    });

    private protected static Delivery Delivery(string id) => new("own", SampleStores.Demo, "order", id, Encoding.UTF8.GetBytes("{}"), Samples.Start);

    private protected static IntakeAction.Upsert Upsert() => new(Order, Samples.Place(1));

    private protected static StockDemand Wants(int version) => new(Order, SampleStores.Demo, version, [new("mug", 2)], 0, Samples.Start, DemandMode.AllOrNothing);

    private protected static ReleaseOrder Release() => new(
        $"{Order}/1", Order, SampleStores.Demo, "#1", 1, Samples.Start, Samples.Start, "system", new Customer("Client", null), null, null, null, 0, null, [], null, null, 1);

    private protected static PaymentEntry Payment(string status) => new("k1", Order, SampleStores.Demo, "p1", "request", new Money(100, Currency.Of("EUR")), status, null, null, Samples.Start);

    private protected static CatalogueItem[] Items() =>
        [.. Enumerable.Range(0, 150).Select(i => new CatalogueItem($"sku-{i:000}", new Dictionary<string, string> { ["en"] = "Mug" }, "default", new Money(100, Currency.Of("EUR")), 0.2m, 100))];

    /// <summary>Raises an alert and reports a result for every effect.</summary>
    private protected sealed class Handler(IStaffAlerts alerts) : IOutboxHandler
    {
        public const string Lane = "test";

        public List<long> Delivered { get; } = [];

        /// <summary>Gives every effect up.</summary>
        public bool Refuses { get; set; }

        public string Kind => Lane;

        public Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
        {
            var number = delivery.Message.Number;
            if (Refuses) return Task.FromResult<OutboxResult>(new OutboxResult.GiveUp("no such mailbox"));
            Delivered.Add(number);
            alerts.Raise(completion, new StaffAlert($"k{number}", Order, SampleStores.Demo, "Test", "text", Samples.Start));
            completion.RaiseEvent(Order, Orchestration.Loop.LoopNames.CommandEvent, Orchestration.Orders.CommandPayload.Of(Samples.Note($"effect-{number}")));
            return Task.FromResult(OutboxResult.Delivered);
        }
    }
}
