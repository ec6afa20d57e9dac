using System.Text;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Costs;

/// <summary>How many calls to tables, queues and task hub each step makes: what docs/azure.md reckons with.</summary>
public sealed class TransactionCountTests : IAsyncLifetime
{
    private static readonly string Order = Samples.OrderId(1);
    private readonly Outbox.ScriptedOutboxHandler _handler = new();
    private AzureHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await AzureHarness.OpenAzureAsync(services => services.AddSingleton<IOutboxHandler>(_handler));

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Intake_NewOrder_IsAcknowledgedAfterFiveCallsAndStartedAfterSix()
    {
        await CountAsync(5, () => _harness.Port<IDeliveryInbox>().AcceptAsync(Delivery(), new IntakeAction.Upsert(Order, Samples.Place(1))));
        await CountAsync(6, _harness.DrainIntakeAsync);
    }

    [Fact]
    public async Task Command_OfAnOpenOrder_TakesSevenCalls()
    {
        await _harness.StartOrderAsync(Order);
        await CountAsync(7, () => _harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"), "hash"));
    }

    [Fact]
    public async Task Turn_OneReceiptOneEntryOneEffect_TakesTwelveCalls()
    {
        await PublishAsync(1, OrderStatus.Unhandled);
        await CountAsync(12, () => PublishAsync(2, OrderStatus.Released));
        // Nothing that lists show has changed: no write to them.
        await CountAsync(10, () => PublishAsync(3, OrderStatus.Released));
    }

    [Fact]
    public async Task Effect_Delivered_TakesTenCallsBesideItsHandlers()
    {
        await PublishAsync(1, OrderStatus.Unhandled);
        await CountAsync(10, () => _harness.Port<OutboxProcessor>().ProcessAsync(new OutboxLane(Order, Outbox.ScriptedOutboxHandler.Lane)));
    }

    [Fact]
    public async Task Stock_DemandThatIsMet_TakesElevenCalls()
    {
        await _harness.StartOrderAsync(Order);
        await _harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", 5);
        var demand = new StockDemand(Order, SampleStores.Demo, 1, [new("mug", 1)], 0, Samples.Start, DemandMode.AllOrNothing);
        await CountAsync(11, () => _harness.CommitAsync(batch => _harness.Port<IStockLedger>().Demand(batch, "k", demand)));
    }

    /// <summary>The order waits behind all others: none of them is read, however many there are.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public async Task Stock_DemandThatHasToWaitBehindOthers_TakesElevenCallsHoweverManyWait(int waiting)
    {
        await WaitAsync(waiting);
        await _harness.StartOrderAsync(Samples.OrderId(waiting + 1));
        await CountAsync(11, () => DemandAsync(waiting + 1, "mug"));
    }

    /// <summary>A page of up to a thousand waiting orders, and a read for each further sku that they wait for; then one message for each who hears of it.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(25, 0)]
    [InlineData(25, 4)]
    public async Task Stock_ArrivalForSeveralWhoWait_TakesACallForEachThousandAndEachFurtherSku(int waiting, int furtherSkus)
    {
        string[] skus = ["mug", .. Enumerable.Range(0, furtherSkus).Select(i => $"sku-{i}")];
        await WaitAsync(waiting, skus);
        // One order hears of it: it gets the goods, or less is missing for it than before.
        const int told = 1;
        await CountAsync(9 + furtherSkus + told, () => _harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", 1));
    }

    private async Task WaitAsync(int orders, params string[] skus)
    {
        for (var number = 1; number <= orders; number++)
        {
            await _harness.StartOrderAsync(Samples.OrderId(number));
            await DemandAsync(number, skus.Length == 0 ? ["mug"] : skus);
        }
    }

    private Task DemandAsync(int number, params string[] skus) => _harness.CommitAsync(batch => _harness.Port<IStockLedger>().Demand(batch, $"k{number}", new StockDemand(
        Samples.OrderId(number), SampleStores.Demo, 1, [.. skus.Select(sku => new StockLine(sku, 1))], 0, Samples.Start.AddMinutes(number), DemandMode.AllOrNothing)));

    private async Task CountAsync(int expected, Func<Task> work)
    {
        _harness.Faults = new FaultPlan(int.MaxValue, false);
        await work();
        Assert.Equal(expected, _harness.Faults.Calls);
        _harness.Faults = null;
    }

    private Task PublishAsync(int revision, OrderStatus status) => _harness.CommitAsync(batch =>
    {
        _harness.Port<IReceiptStore>().Put(batch, Order, Samples.Receipt($"c{revision}"));
        _harness.Port<ITimelineStore>().Append(batch, Order, revision, [new TimelineEntry(revision, Samples.Start, Actor.Customer, "Edited", new Dictionary<string, string>())]);
        batch.Enqueue(new OutboxMessage($"{Order}/{revision}", Outbox.ScriptedOutboxHandler.Lane, Order, revision, $"\"{revision}\""));
        _harness.Port<IOrderIndex>().Put(batch, new OrderRow(Samples.View(1) with { Status = status }, revision, Samples.Start));
    });

    private static Delivery Delivery() => new("own", SampleStores.Demo, "order", "d1", Encoding.UTF8.GetBytes("{}"), Samples.Start);
}
