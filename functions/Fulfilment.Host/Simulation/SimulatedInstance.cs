using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Simulation;

/// <summary>One order's instance in virtual time: the real decider, driven as the durable loop drives it.</summary>
internal sealed class SimulatedInstance(SimulatedOrder order, VirtualTime time, Func<FactsRequest, Facts> gather, Action<SimulatedInstance, Effect> perform)
{
    private readonly OrderDecider _decider = OrderDecider.Instance;
    private readonly HashSet<string> _applied = [];
    private long _alarm;

    public SimulatedOrder Order { get; } = order;

    public OrderState State { get; private set; } = new OrderState.Unplaced(order.Id);

    /// <summary>By command id; a provisional one is replaced when it is settled.</summary>
    public Dictionary<string, Receipt> Receipts { get; } = [];

    public DateTimeOffset? ReleasedAt { get; set; }

    public void Apply(OrderCommand command)
    {
        if (!_applied.Add(command.CommandId)) return;
        Decide(command);
        SetAlarm();
    }

    private void Decide(OrderCommand command)
    {
        var decision = _decider.Decide(command, State, time.Now, facts: null);
        if (decision is Decision<OrderEvent>.Needs needs) decision = _decider.Decide(command, State, time.Now, gather(needs.Request));
        var (events, effects, receipts) = decision switch
        {
            Decision<OrderEvent>.Accepted accepted => (accepted.Events, accepted.Effects, (IEnumerable<Receipt>)[accepted.Receipt, .. accepted.Settled]),
            Decision<OrderEvent>.Rejected rejected => ([], rejected.Effects, [rejected.Receipt]),
            Decision<OrderEvent>.NoOp noOp => ([], [], [noOp.Receipt]),
            Decision<OrderEvent>.Needs => throw new InvalidOperationException($"{command.CommandId} asked for facts twice."),
            _ => throw new InvalidOperationException($"Unknown decision {decision.GetType().Name}."),
        };
        State = events.Aggregate(State, _decider.Evolve);
        foreach (var receipt in receipts) Receipts[receipt.CommandId] = receipt;
        foreach (var effect in effects) perform(this, effect);
    }

    /// <summary>After the gate nothing that rings matters here.</summary>
    private void SetAlarm()
    {
        var number = ++_alarm;
        if (State is not (OrderState.Open or OrderState.PartlyReleased)) return;
        if (_decider.WakeAt(State, time.Now) is { } at) time.At(at, () => Ring(number));
    }

    private void Ring(long number)
    {
        if (number != _alarm) return;
        Decide(_decider.Wake(State, time.Now));
        SetAlarm();
    }
}
