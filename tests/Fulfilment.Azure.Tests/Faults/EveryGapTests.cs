using System.Text;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>
/// There is no transaction across Azure's services, so a process can die between any two calls. Here it dies at every one of them,
/// before and after its effect; then the work is repeated as its sender would repeat it, and everything must be as if nothing
/// had happened. A failure names the call.
/// </summary>
public sealed class EveryGapTests
{
    private const int MostCalls = 120;
    private static readonly string Order = Samples.OrderId(1);

    [Fact]
    public Task Intake_NewOrder_StartsOnceAndIsAcknowledged() => EveryGapAsync(
        act: async harness =>
        {
            await harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d1"), Upsert());
            await harness.DrainIntakeAsync();
        },
        check: async harness =>
        {
            Assert.IsType<OrderCommand.Place>(Assert.Single(await harness.RaisedAsync(Order)));
            Assert.Equal(new IntakeAnswer(IntakeOutcome.Started, Order, Repeated: true), await harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d1"), Upsert()));
        });

    [Fact]
    public Task Intake_ChangeOfAnOrder_ReachesIt() => EveryGapAsync(
        prepare: harness => harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d1"), Upsert()),
        act: async harness =>
        {
            await harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d2"), Upsert());
            await harness.DrainIntakeAsync();
        },
        check: async harness =>
        {
            var raised = await harness.RaisedAsync(Order);
            Assert.IsType<OrderCommand.Place>(raised[0]);
            Assert.Equal([Delivery("d2").CommandId], raised.Skip(1).Select(command => command.CommandId).Distinct());
        });

    [Fact]
    public Task Intake_ParkedDeliveryIsReplayed_ActsAndLeavesTheList() => EveryGapAsync(
        prepare: harness => harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d1"), new IntakeAction.Park("$", "no")),
        act: async harness =>
        {
            var inbox = harness.Port<IDeliveryInbox>();
            var id = (await inbox.AcceptAsync(Delivery("d1"), new IntakeAction.Park("$", "no"))).ParkedId!;
            await inbox.ReplayParkedAsync(id, Upsert());
            await harness.DrainIntakeAsync();
        },
        check: async harness =>
        {
            Assert.IsType<OrderCommand.Place>(Assert.Single(await harness.RaisedAsync(Order)));
            Assert.Empty((await harness.Port<IDeliveryInbox>().ListParkedAsync(null)).Items);
        });

    [Fact]
    public Task Command_Submitted_ReachesTheOrder() => EveryGapAsync(
        prepare: harness => harness.StartOrderAsync(Order),
        act: harness => harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"), "hash"),
        check: async harness =>
        {
            Assert.Equal(["c1"], (await harness.RaisedAsync(Order)).Select(command => command.CommandId).Distinct());
            Assert.IsType<Submission.Repeated>(await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"), "hash"));
        });

    [Fact]
    public Task Turn_Published_IsWholeEverywhere() => EveryGapAsync(
        prepare: harness => PublishAsync(harness, 1, OrderStatus.Sent),
        act: harness => PublishAsync(harness, 2, OrderStatus.Delivered),
        check: async harness =>
        {
            Assert.Equal(2, (await harness.Port<IOrderIndex>().GetAsync(Order))!.Revision);
            Assert.Equal(["c1", "c2"], (await harness.Port<IReceiptStore>().ListAsync(Order)).Select(receipt => receipt.CommandId));
            Assert.Equal(2, (await harness.Port<ITimelineStore>().ListAsync(Order)).Count);
            Assert.Single((await harness.Port<IOrderIndex>().ListAsync(new OrderQuery())).Items);
            Assert.Empty((await harness.Port<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items);
            var counts = await harness.Port<IOrderIndex>().CountAsync(null);
            Assert.Equal((0, 1, 1), (counts[OrderStatus.Sent], counts[OrderStatus.Delivered], counts.Values.Sum()));
            Assert.Contains(harness.Queues.Take(QueueNames.Outbox), message => OutboxLane.Parse(message.Message) == new OutboxLane(Order, Handler.Lane));
        });

    [Fact]
    public Task Outbox_TwoEffects_AreDeliveredInOrderAndReported() => EveryGapAsync(
        prepare: async harness =>
        {
            await harness.StartOrderAsync(Order);
            await PublishAsync(harness, 1, OrderStatus.Unhandled);
            await PublishAsync(harness, 2, OrderStatus.Unhandled);
        },
        act: async harness =>
        {
            // The dead process's lease runs out first.
            harness.Clock.Advance(TimeSpan.FromMinutes(10));
            await harness.Port<OutboxProcessor>().ProcessAsync(new OutboxLane(Order, Handler.Lane));
        },
        check: async harness =>
        {
            var handler = harness.Port<Handler>();
            Assert.Equal([1L, 2L], handler.Delivered.Distinct());
            Assert.True(handler.Delivered.SequenceEqual(handler.Delivered.Order()), string.Join(",", handler.Delivered));
            Assert.Equal(["effect-1", "effect-2"], (await harness.RaisedAsync(Order)).Select(command => command.CommandId).Distinct());
            Assert.Equal(["k1", "k2"], (await harness.Port<IStaffAlerts>().ListOpenAsync(null)).Items.Select(alert => alert.Key));
        });

    [Fact]
    public Task Stock_ArrivalForOneWhoWaits_IsBookedOnceAndTold() => EveryGapAsync(
        prepare: async harness =>
        {
            await harness.StartOrderAsync(Order);
            await harness.CommitAsync(batch => harness.Port<IStockLedger>().Demand(batch, "k1", Wants(1)));
        },
        act: harness => harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a1", "mug", 3),
        check: async harness =>
        {
            await harness.Port<AzureMaintenance>().RunAsync();
            Assert.Equal(new StockLevel("mug", 3, 2, 0, []) with { Expected = [] }, (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))! with { Expected = [] });
            Assert.Single((await harness.RaisedAsync(Order)).OfType<OrderCommand.StockAllocated>().Select(command => command.CommandId).Distinct());
        });

    [Fact]
    public Task Release_Published_IsOnTheFeedOnce() => EveryGapAsync(
        act: harness => harness.CommitAsync(batch => harness.Port<IReleaseFeed>().Publish(batch, Release())),
        check: async harness =>
        {
            Assert.Equal($"{Order}/1", Assert.Single(await harness.Port<IReleaseFeed>().ReadAsync(null, 0)).Release.Key);
            Assert.Contains(harness.Queues.Take(QueueNames.Releases), message => message.Message == $"{Order}/1");
        });

    [Fact]
    public Task Payment_Settled_LeavesTheOpenList() => EveryGapAsync(
        prepare: harness => harness.CommitAsync(batch => harness.Port<IPaymentLedger>().Put(batch, Payment("requested"))),
        act: harness => harness.CommitAsync(batch => harness.Port<IPaymentLedger>().Put(batch, Payment("settled"))),
        check: async harness =>
        {
            Assert.Equal("settled", Assert.Single(await harness.Port<IPaymentLedger>().ListAsync(Order)).Status);
            Assert.Empty((await harness.Port<IPaymentLedger>().ListOpenAsync(null)).Items);
        });

    [Fact]
    public Task Mail_Intended_IsListed() => EveryGapAsync(
        act: harness => harness.Port<IMailLog>().RecordIntentAsync(new MailMessage("m1", Order, "received", "shop@example.com", "client@example.com", "s", "h", "t")),
        check: async harness =>
        {
            Assert.Equal("m1", Assert.Single((await harness.Port<IMailLog>().ListAsync(null)).Items).Message.Key);
            Assert.Single((await harness.Port<IMailLog>().ListAsync(Order)).Items);
        });

    [Fact]
    public Task Catalogue_Import_IsAllThereOnceItIsRepeatedOrMended() => EveryGapAsync(
        act: harness => harness.Port<ICatalogue>().ImportAsync(SampleStores.Demo, Items()),
        check: async harness => Assert.Equal(150, (await harness.Port<ICatalogue>().FindAsync(SampleStores.Demo, [.. Items().Select(item => item.Sku)])).Count));

    [Fact]
    public Task Waybill_Numbered_HasOneNumberForGood() => EveryGapAsync(
        act: harness => harness.Port<IWaybillNumbers>().NextAsync(SampleStores.Demo, "k"),
        check: async harness =>
        {
            Assert.Equal(1, await harness.Port<IWaybillNumbers>().NextAsync(SampleStores.Demo, "k"));
            Assert.Equal(2, await harness.Port<IWaybillNumbers>().NextAsync(SampleStores.Demo, "next"));
        });

    [Fact]
    public Task Import_OfAnotherHostsOrder_IsWholeAndStartedOnce() => EveryGapAsync(
        act: harness => harness.Port<ITransferTarget>().PutAsync(Moving()),
        check: async harness =>
        {
            Assert.Equal(ImportOutcome.AlreadyHere, await harness.Port<ITransferTarget>().PutAsync(Moving()));
            Assert.Equal(1, harness.Hub.Carried(Order)?.Moves);
            Assert.Equal(["waits"], (await harness.RaisedAsync(Order)).Select(command => command.CommandId));
            Assert.Equal(Order, Assert.Single((await harness.Port<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items).View.Id);
            Assert.Equal(1, (await harness.Port<IOrderIndex>().CountAsync(null)).Values.Sum());
            Assert.Equal(2, (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
            await harness.Queues.HandleAsync(QueueNames.Outbox, message => harness.Port<OutboxProcessor>().ProcessAsync(OutboxLane.Parse(message)));
            Assert.Equal([4L], harness.Port<Handler>().Delivered);
        });

    private static TransferOrder Moving()
    {
        var order = TransferSamples.Whole();
        return order with
        {
            Departure = order.Departure! with { Pending = [Samples.Note("waits")] },
            Effects = [new TransferEffect($"{Order}/4", Handler.Lane, 4, "\"4\"", Samples.Start, 0, null, null)],
            Payments = [],
            Mails = [],
            Timeline = [],
            Alerts = [],
            Links = [],
        };
    }

    /// <param name="act">Dies somewhere, and is repeated whole by its sender.</param>
    private static async Task EveryGapAsync(Func<AzureHarness, Task> act, Func<AzureHarness, Task> check, Func<AzureHarness, Task>? prepare = null)
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

    private static Task PublishAsync(AzureHarness harness, int revision, OrderStatus status) => harness.CommitAsync(batch =>
    {
        harness.Port<IReceiptStore>().Put(batch, Order, Samples.Receipt($"c{revision}"));
        harness.Port<ITimelineStore>().Append(batch, Order, revision, [new TimelineEntry(revision, Samples.Start, Actor.Customer, "Edited", new Dictionary<string, string>())]);
        batch.Enqueue(new OutboxMessage($"{Order}/{revision}", Handler.Lane, Order, revision, $"\"{revision}\""));
        harness.Port<IOrderIndex>().Put(batch, new OrderRow(Samples.View(1) with { Status = status, Shipments = [Samples.Shipment("RR000000019FR")] }, revision, Samples.Start));
    });

    private static Delivery Delivery(string id) => new("own", SampleStores.Demo, "order", id, Encoding.UTF8.GetBytes("{}"), Samples.Start);

    private static IntakeAction.Upsert Upsert() => new(Order, Samples.Place(1));

    private static StockDemand Wants(int version) => new(Order, SampleStores.Demo, version, [new("mug", 2)], 0, Samples.Start, DemandMode.AllOrNothing);

    private static ReleaseOrder Release() => new(
        $"{Order}/1", Order, SampleStores.Demo, "#1", 1, Samples.Start, Samples.Start, "system", new Customer("Client", null), null, null, null, 0, null, [], null, null, 1);

    private static PaymentEntry Payment(string status) => new("k1", Order, SampleStores.Demo, "p1", "request", new Money(100, Currency.Of("EUR")), status, null, null, Samples.Start);

    private static CatalogueItem[] Items() =>
        [.. Enumerable.Range(0, 150).Select(i => new CatalogueItem($"sku-{i:000}", new Dictionary<string, string> { ["en"] = "Mug" }, "default", new Money(100, Currency.Of("EUR")), 0.2m, 100))];

    /// <summary>Raises an alert and reports a result for every effect.</summary>
    private sealed class Handler(IStaffAlerts alerts) : IOutboxHandler
    {
        public const string Lane = "test";

        public List<long> Delivered { get; } = [];

        public string Kind => Lane;

        public Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
        {
            var number = delivery.Message.Number;
            Delivered.Add(number);
            alerts.Raise(completion, new StaffAlert($"k{number}", Order, SampleStores.Demo, "Test", "text", Samples.Start));
            completion.RaiseEvent(Order, Orchestration.Loop.LoopNames.CommandEvent, Orchestration.Orders.CommandPayload.Of(Samples.Note($"effect-{number}")));
            return Task.FromResult(OutboxResult.Delivered);
        }
    }
}
