using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Scripts;

/// <summary>What staff and storefronts do to an order.</summary>
internal static class ShopPlays
{
    public static void Play(Stage stage, DemoOrder order, Dice dice)
    {
        switch (order.Plot)
        {
            case Plot.HeldAWhile:
                stage.After(order, 4, () => stage.Staff.HoldAsync(order, "the address looks incomplete"));
                stage.After(order, 26 * 60, () => stage.Staff.UnholdAsync(order));
                break;
            case Plot.UnpaidThenPaid:
                stage.After(order, 180, () => stage.Shops.PaidAsync(order with { Paid = true, UpdatedAt = order.PlacedAt.AddMinutes(180) }));
                break;
            case Plot.StorefrontEdits:
                stage.After(order, 10, () => stage.Shops.UpdatedAsync(Moved(order, dice, "shop", order.PlacedAt.AddMinutes(10))));
                break;
            case Plot.StorefrontEditsLate:
                stage.AroundRelease(order, 20, Phase.AfterTimers, () => stage.Shops.UpdatedAsync(Moved(order, dice, "shop-late", stage.Agenda.Now)));
                break;
            case Plot.StorefrontCancels:
                stage.After(order, 10, () => stage.Shops.CancelledAsync(order with { Cancelled = true, UpdatedAt = order.PlacedAt.AddMinutes(10) }));
                break;
            default:
                throw new InvalidOperationException($"{order.Plot} is no plot of the shop.");
        }
    }

    /// <summary>The customer rings up after the release; whether the parcel can still be stopped is the warehouse's answer.</summary>
    public static void Intercept(Stage stage, DemoOrder order) =>
        stage.AroundRelease(order, 25, Phase.AfterTimers, () => stage.Staff.InterceptAsync(order, "the customer rang"));

    private static DemoOrder Moved(DemoOrder order, Dice dice, string mark, DateTimeOffset updatedAt) =>
        order with { ShipTo = Cast.Marked(dice, order.Customer.Name, $"[{order.Index}-{mark}]"), UpdatedAt = updatedAt };
}
