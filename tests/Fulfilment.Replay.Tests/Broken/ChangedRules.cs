using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Replay.Tests.Broken;

/// <summary>The real loop over rules that somebody changed for orders of every version: the same steps, other decisions.</summary>
internal sealed class ChangedRules(Func<Decision<OrderEvent>, Decision<OrderEvent>> change)
    : DeciderLoop<OrderState, OrderCommand, OrderEvent>(new Subject(new Decider(change)))
{
    /// <summary>Staff are told of everything, so that every later effect bears another number.</summary>
    public static IOrchestrator MoreEffects() => new ChangedRules(decision => decision is Decision<OrderEvent>.Accepted accepted
        ? accepted with { Effects = [.. accepted.Effects, new Effect.AlertStaff("Changed", "something changed")] }
        : decision);

    /// <summary>One mail is no longer written, and the number of the next effect is given away again.</summary>
    public static IOrchestrator FewerEffects() => new ChangedRules(decision => decision is Decision<OrderEvent>.Accepted accepted
        ? accepted with { Effects = [.. accepted.Effects.Where(effect => effect is not Effect.SendMail { Template: MailTemplates.Received })] }
        : decision);

    /// <summary>What was applied is answered as if it had changed nothing.</summary>
    public static IOrchestrator OtherOutcome() => new ChangedRules(decision => decision is Decision<OrderEvent>.Accepted accepted
        ? accepted with { Receipt = accepted.Receipt with { Outcome = Outcome.NoOp } }
        : decision);

    private sealed class Decider(Func<Decision<OrderEvent>, Decision<OrderEvent>> change) : IDecider<OrderState, OrderCommand, OrderEvent>
    {
        private readonly OrderDecider _real = OrderDecider.Instance;

        public OrderState Initial(string instanceId) => _real.Initial(instanceId);

        public Decision<OrderEvent> Decide(OrderCommand command, OrderState state, DateTimeOffset now, Facts? facts) => change(_real.Decide(command, state, now, facts));

        public OrderState Evolve(OrderState state, OrderEvent @event) => _real.Evolve(state, @event);

        public DateTimeOffset? WakeAt(OrderState state, DateTimeOffset now) => _real.WakeAt(state, now);

        public OrderCommand Wake(OrderState state, DateTimeOffset now) => _real.Wake(state, now);

        public bool IsFinished(OrderState state, DateTimeOffset now) => _real.IsFinished(state, now);
    }

    private sealed class Subject(IDecider<OrderState, OrderCommand, OrderEvent> decider) : ILoopSubject<OrderState, OrderCommand, OrderEvent>
    {
        public IDecider<OrderState, OrderCommand, OrderEvent> Decider => decider;

        public string CommandIdOf(OrderCommand command) => command.CommandId;

        public bool WantsReceipt(OrderCommand command) => command is not OrderCommand.Wake;

        public OrderView View(OrderState state, DateTimeOffset now) => OrderViews.Of(state, now);

        public IReadOnlyList<TimelineEntry> Timeline(OrderCommand command, Decision<OrderEvent> decision, OrderState after) => OrderTimeline.For(command, decision, after);
    }
}
