using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>The functions that nobody waits for: facts, outbox, maintenance.</summary>
public sealed class BackgroundFunctionTests : IAsyncLifetime
{
    private static readonly string Order = Samples.OrderId(1);
    private TestProduct _test = null!;

    public async Task InitializeAsync() => _test = await TestProduct.OpenAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    private Task MaintainAsync() => new TimerFunctions(_test.Product).Maintenance(new TimerInfo(), _test.Client.Object, default);

    [Fact]
    [Drives("GatherFacts")]
    public async Task GatherFacts_Stock_IsReservedUnderTheCommandsKeyOnce()
    {
        await _test.Product.Get<IStockLedger>().ArriveAsync("demo", "arrival-1", "mug", 3);
        var demand = new StockDemand(Order, "demo", 1, [new StockLine("mug", 2)], Priority: 0, Samples.Start, DemandMode.AllOrNothing);
        var input = new FactsInput(Order, "c1", new FactsRequest { Store = "demo", Reserve = demand });
        for (var time = 0; time < 2; time++) Assert.True((await new OrderFunctions(_test.Product).GatherFacts(input, _test.Client.Object, default)).Reserved);
        Assert.Equal(1, (await _test.Product.Get<IStockLedger>().GetAsync("demo", "mug"))!.Free);
    }

    [Fact]
    [Drives("Outbox")]
    public async Task Outbox_LaneOfATurn_DeliversItsEffect()
    {
        var publication = new Publication(Order, 1, Samples.Start, Samples.View(1), [], [], [new NumberedEffect(1, new Effect.AlertStaff("SlaMissed", "Late."))]);
        await new OrderFunctions(_test.Product).Publish(publication, _test.Client.Object, default);
        var message = Assert.Single(await _test.TakeAsync(QueueNames.Outbox));

        await new QueueFunctions(_test.Product).Outbox(message, _test.Client.Object, default);
        await new QueueFunctions(_test.Product).Outbox(message, _test.Client.Object, default);

        var alert = Assert.Single((await _test.Product.Get<IStaffAlerts>().ListOpenAsync(null)).Items);
        Assert.Equal((Order, "SlaMissed", "Late."), (alert.OrderId, alert.Code, alert.Text));
        Assert.Single(_test.Logs.Entries, entry => entry.Text.StartsWith("Staff alert SlaMissed", StringComparison.Ordinal));
    }

    [Fact]
    [Drives("Maintenance")]
    public async Task Maintenance_NothingStandsAndNothingIsLeftUndone_DoesAndSaysNothing()
    {
        await MaintainAsync();
        Assert.Empty(_test.Raised);
        Assert.DoesNotContain(_test.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Maintenance_FailedInstance_IsALineAtEveryRun()
    {
        var failed = new OrchestrationMetadata("OrderOrchestrator", Order)
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Failed,
            FailureDetails = new TaskFailureDetails("System.InvalidOperationException", "A bug.", null, null, null),
        };
        _test.Client.Setup(client => client.GetAllInstancesAsync(Moq.It.IsAny<OrchestrationQuery?>()))
            .Returns(() => new FakePages<OrchestrationMetadata>([new([], "more"), new([failed])]));
        await MaintainAsync();
        await MaintainAsync();
        var line = $"1 items are in quarantine; the first is orchestration:{Order}: A bug.";
        Assert.Equal([(LogLevel.Error, line), (LogLevel.Error, line)], _test.Logs.Entries.Where(entry => entry.Level == LogLevel.Error));
    }

    [Fact]
    public async Task Maintenance_AnOrderIsLate_IsALineAtEveryRunUntilItIsResolved()
    {
        var alerts = _test.Product.Get<IStaffAlerts>();
        var batch = _test.Product.Get<AzureWriteBatches>().Create();
        alerts.Raise(batch, new StaffAlert("late-1", Order, "demo", "SlaMissed", "Late.", Samples.Start));
        alerts.Raise(batch, new StaffAlert("other-1", Order, "demo", "Other", "Else.", Samples.Start));
        await batch.CommitAsync();
        await MaintainAsync();
        await MaintainAsync();
        Assert.Equal(2, Lines());
        await alerts.ResolveAsync("late-1", null, "Ada");
        await MaintainAsync();
        Assert.Equal(2, Lines());

        int Lines() => _test.Logs.Entries.Count(entry => entry.Text.StartsWith($"Staff alert SlaMissed is open for 1 orders; the oldest is {Order}", StringComparison.Ordinal));
    }
}
