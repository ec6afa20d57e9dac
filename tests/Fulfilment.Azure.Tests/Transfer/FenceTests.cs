using System.Text;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Azure.Tests.Outbox;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Transfer;

/// <summary>What still lay in queues when an order left does nothing for it here, and is not lost.</summary>
public sealed class FenceTests : IAsyncLifetime
{
    private static readonly string Order = Samples.OrderId(1);
    private static readonly OutboxLane Lane = new(Order, ScriptedOutboxHandler.Lane);
    private readonly ScriptedOutboxHandler _handler = new();
    private AzureHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await AzureHarness.OpenAzureAsync(services => services.AddSingleton<IOutboxHandler>(_handler));

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Effect_OfAnOrderThatLeft_IsNotDeliveredUntilItComesBackWithIt()
    {
        await EnqueueAsync();
        await DepartAsync(2);

        await _harness.Port<OutboxProcessor>().ProcessAsync(Lane);
        var effect = Assert.Single((await TakeAsync(2)).Effects);
        await _harness.Port<OutboxProcessor>().ProcessAsync(Lane);
        Assert.Empty(_handler.Delivered);

        // Delivered on the other host.
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole(moves: 3) with { Effects = [], Stock = null });
        await _harness.Port<OutboxProcessor>().ProcessAsync(Lane);
        Assert.Empty(_handler.Delivered);

        await DepartAsync(4);
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole(moves: 5) with { Effects = [effect], Stock = null });
        await _harness.Port<OutboxProcessor>().ProcessAsync(Lane);
        Assert.Equal(effect.Number, Assert.Single(_handler.Delivered));
    }

    [Fact]
    public async Task Effect_OfAnOrderThatLeavesDuringItsDelivery_GoesWithIt()
    {
        await EnqueueAsync();
        _handler.NextAsync(async _ =>
        {
            await DepartAsync(2);
            await Assert.ThrowsAsync<TransferBlockedException>(() => TakeAsync(2));
            return OutboxResult.Delivered;
        });

        await _harness.Port<OutboxProcessor>().ProcessAsync(Lane);

        Assert.Single((await TakeAsync(2)).Effects);
    }

    [Fact]
    public async Task Delivery_InTheQueueWhenItsOrderLeft_IsParkedAndMovesWithTheExport()
    {
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole());
        var delivery = new Delivery("own", SampleStores.Demo, "order", "d1", Encoding.UTF8.GetBytes("{}"), Samples.Start);
        Assert.Equal(IntakeOutcome.Known, (await _harness.Port<IDeliveryInbox>().AcceptAsync(delivery, new IntakeAction.Upsert(Order, Samples.Place(1)))).Outcome);
        await Assert.ThrowsAsync<TransferBlockedException>(async () => await _harness.Port<ITransferSource>().ReadStoresAsync([SampleStores.Demo]).ToListAsync());
        await _harness.CommitAsync(batch => _harness.Port<IOrderMoves>().Depart(batch, Order, 2, Samples.Start));
        _harness.Hub.End(Order);

        await _harness.DrainIntakeAsync();

        var parked = Assert.Single((await _harness.Port<IDeliveryInbox>().ListParkedAsync(null)).Items);
        Assert.Equal(IntakeReasons.Moved(Order, Samples.Start), parked.Reason);
        var records = await _harness.Port<ITransferSource>().ReadStoresAsync([SampleStores.Demo]).ToListAsync();
        Assert.Equal("d1", Assert.Single(Assert.Single(records.OfType<TransferRecord.Parked>()).Waiting).Delivery.DeliveryId);
        Assert.Empty(records.OfType<TransferRecord.Deliveries>());
    }

    [Fact]
    public async Task Command_SentWhileItsOrderLeaves_IsNotRefusedHere()
    {
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole());
        await _harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c2"));
        await DepartAsync(2);

        Assert.Null(await _harness.Port<IReceiptStore>().GetAsync(Order, "c2"));
        var taken = await TakeAsync(2);

        Assert.DoesNotContain(taken.Receipts, receipt => receipt.CommandId == "c2");
        Assert.Contains(taken.Commands, command => command.CommandId == "c2");
    }

    private async Task EnqueueAsync()
    {
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole() with { Effects = [], Stock = null });
        await _harness.CommitAsync(batch => batch.Enqueue(new OutboxMessage($"{Order}/9", ScriptedOutboxHandler.Lane, Order, 9, "\"9\"")));
    }

    private async Task DepartAsync(int moves)
    {
        await _harness.CommitAsync(batch => _harness.Port<IOrderMoves>().Depart(batch, Order, moves, Samples.Start));
        await _harness.EndOrderAsync(Order);
    }

    private async Task<TransferOrder> TakeAsync(int moves) =>
        Assert.Single(await _harness.Port<ITransferSource>().TakeAsync([new LeavingOrder(Order, TransferSamples.Whole(moves).Departure)]));
}
