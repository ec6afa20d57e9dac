using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Orchestration.Orders;

/// <summary>
/// One order, from paid to delivered. Every decision is <see cref="OrderDecider"/>'s, every deadline the release plan's;
/// the waiting is <see cref="DeciderLoop{TState,TCommand,TEvent}"/>'s.
/// </summary>
public sealed class OrderOrchestrator() : DeciderLoop<OrderState, OrderCommand, OrderEvent>(OrderSubject.Instance)
{
    /// <summary>The registered name; histories hold it.</summary>
    public const string Name = "OrderOrchestrator";

    /// <summary>The input of a new order's instance.</summary>
    public static LoopInput<OrderState, OrderCommand> Start(OrderCommand.Place place) => new() { First = place };

    /// <summary>The input of an order that comes from another host.</summary>
    public static LoopInput<OrderState, OrderCommand> Continue(Departure<OrderState, OrderCommand> departure) => new() { Carried = departure.Carried, Pending = departure.Pending };
}
