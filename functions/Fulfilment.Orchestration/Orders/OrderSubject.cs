using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Orchestration.Orders;

/// <summary>Orders, as the generic loop sees them.</summary>
internal sealed class OrderSubject : ILoopSubject<OrderState, OrderCommand, OrderEvent>
{
    public static readonly OrderSubject Instance = new();

    public IDecider<OrderState, OrderCommand, OrderEvent> Decider => OrderDecider.Instance;

    public string CommandIdOf(OrderCommand command) => command.CommandId;

    public bool IsDeparture(OrderCommand command) => command is OrderCommand.Depart;

    public bool WantsReceipt(OrderCommand command) => command is not OrderCommand.Wake;

    public OrderView View(OrderState state, DateTimeOffset now) => OrderViews.Of(state, now);

    public IReadOnlyList<TimelineEntry> Timeline(OrderCommand command, Decision<OrderEvent> decision, OrderState after) =>
        OrderTimeline.For(command, decision, after);
}
