using Fulfilment.Domain.Orders;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Support;

/// <summary>An order in each state.</summary>
internal static class States
{
    public static World In(StateKind kind) => kind switch
    {
        StateKind.Unplaced => new World(),
        StateKind.Open => World.With(),
        StateKind.PartlyReleased => PartlyReleased(),
        StateKind.Released => Released(),
        StateKind.Sent => Sent(),
        StateKind.Delivered => Sent().Send(A.Carrier, DeliveredBy("RX1")),
        StateKind.Cancelled => World.With().Send(Actor.Customer, Cancel()),
        StateKind.ClosedOutside => World.With(A.Order() with { Status = StorefrontStatus.Completed }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static World Released() => World.With().Allocated().RunUntil(A.Noon.AddHours(2)).Send(Actor.System, Label("RX1"));

    public static World Sent() => Released().Send(A.Carrier, PickedUp("RX1"));

    /// <summary>A mug has gone, a lamp is missing.</summary>
    public static World PartlyReleased()
    {
        var world = World.With(A.Order(PaymentState.Paid, A.Line(), A.Line("L2", "LAMP", 1, 50m)));
        world.Send(Actor.System, Expect(1, A.Noon.AddDays(9), new StockLine("LAMP", 1)));
        world.Send(Actor.Customer, Choose(BackorderOption.SplitShip));
        world.Send(Actor.System, Allocate(2, false, new StockLine("MUG", 1)));
        return world.RunUntil(A.Noon.AddHours(2)).Send(Actor.System, Label("RX1"));
    }
}
