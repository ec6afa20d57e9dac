using Fulfilment.Domain.Orders;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Support;

/// <summary>One of each command, fit for the order at hand.</summary>
internal static class Samples
{
    public static OrderCommand Of(Type type, OrderState state)
    {
        var stock = state is OrderState.Known known ? known.Order.Stock : new StockState();
        OrderCommand[] all =
        [
            Place(A.Order()), Edit(new EditChange.ChangeGiftMessage("with love")), Cancel("no longer wanted"), ReleaseNow(), Hold("check"), Unhold(), Note("call back"), Contacted(),
            Confirm(), Decline("no"), Choose(BackorderOption.Wait), Intercept(), Record(3m, "bank-1"), Acknowledge(), RejectRelease("no such sku"), Step(WarehouseStep.Packing),
            Problem("broken"), Resolve(), Intercepted(), NotIntercepted("too late"), PickedUp("RX1"), Track("RX1", TrackingStatus.OutForDelivery), DeliveredBy("RX1"), Undelivered("RX1", "nobody in"),
            Allocate(stock.Version, true, [.. stock.Lines]), Expect(stock.Version, A.Noon.AddDays(3), new StockLine("MUG", 1)), Label("RX9"), Settled(null, 4m, "pay-1"), PaymentFailed("p1"),
            Policy(A.Policy with { Version = 2 }), Changed(A.Order() with { UpdatedAt = A.Noon.AddMinutes(3), GiftMessage = "from the storefront" }), Bounced(), Wake(), Depart(),
        ];
        return all.Single(c => c.GetType() == type);
    }
}
