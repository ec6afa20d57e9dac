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

/// <summary>From the delivery to the parcel.</summary>
public sealed class EveryGapTests : GapTests
{
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
}
