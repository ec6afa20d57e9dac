using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>
/// Decides about orders. Pure: the same command, state, time and facts give the same decision on any machine. Who may send
/// what, and in which state it is looked at, is <see cref="TransitionTable"/>; the rest is in one handler per group of commands.
/// </summary>
public sealed class OrderDecider : IDecider<OrderState, OrderCommand, OrderEvent>
{
    public static readonly OrderDecider Instance = new();

    public OrderState Initial(string instanceId) => new OrderState.Unplaced(instanceId);

    public Decision<OrderEvent> Decide(OrderCommand command, OrderState state, DateTimeOffset now, Facts? facts)
    {
        var turn = new Turn(command, state, now, facts);
        var type = command.GetType();
        if (!TransitionTable.MaySend(command.Actor.Kind, type)) return turn.Refuse(new Refusal.NotAllowed($"{type.Name} is not for {command.Actor.Kind}."));
        return TransitionTable.In(state.Kind, type) switch
        {
            Transition.Handle => Handle(turn),
            Transition.Released => AfterRelease.Refuse(turn),
            Transition.Closed => turn.Refuse(new Refusal.OrderClosed(OrderViews.StatusOf(state, now))),
            Transition.TooEarly => turn.Refuse(new Refusal.NotAllowed($"{type.Name} is not for an order that is {state.Kind}."), NextSteps.For(state, now, command.Actor.Kind)),
            Transition.Late => turn.NoOp(),
            var unknown => throw new InvalidOperationException($"Unknown answer {unknown}."),
        };
    }

    public OrderState Evolve(OrderState state, OrderEvent @event) => OrderEvolution.Evolve(state, @event);

    public DateTimeOffset? WakeAt(OrderState state, DateTimeOffset now) => WakeUps.Next(state, now);

    public OrderCommand Wake(OrderState state, DateTimeOffset now) =>
        new OrderCommand.Wake { CommandId = CommandIds.Internal($"wake-{state.Version}-{now.UtcTicks}"), Actor = Actor.System, At = now };

    public bool IsFinished(OrderState state, DateTimeOffset now) => WakeUps.ClosesAt(state) <= now;

    private static Decision<OrderEvent> Handle(Turn turn) => turn.Command switch
    {
        OrderCommand.Place c => PlaceHandler.Decide(turn, c),
        OrderCommand.Edit c => EditHandler.Decide(turn, c),
        OrderCommand.Cancel c => CancelHandler.Decide(turn, c),
        OrderCommand.ReleaseNow => GateHandler.ReleaseNow(turn),
        OrderCommand.Hold c => GateHandler.Hold(turn, c),
        OrderCommand.Unhold c => GateHandler.Unhold(turn, c),
        OrderCommand.AddNote c => NoteHandler.AddNote(turn, c),
        OrderCommand.RecordContact c => NoteHandler.RecordContact(turn, c),
        OrderCommand.MailReported c => NoteHandler.MailReported(turn, c),
        OrderCommand.ConfirmContact c => ContactHandler.Confirm(turn, c),
        OrderCommand.DeclineContact c => ContactHandler.Decline(turn, c),
        OrderCommand.BackorderChoice c => BackorderHandler.Decide(turn, c),
        OrderCommand.Intercept c => InterceptHandler.Ask(turn, c),
        OrderCommand.InterceptSucceeded c => InterceptHandler.Succeeded(turn, c),
        OrderCommand.InterceptFailed c => InterceptHandler.Failed(turn, c),
        OrderCommand.RecordPayment c => PaymentHandler.Record(turn, c),
        OrderCommand.PaymentSettled c => PaymentHandler.Settled(turn, c),
        OrderCommand.PaymentFailed c => PaymentHandler.Failed(turn, c),
        OrderCommand.ReleaseAcknowledged c => LogisticsHandler.Acknowledged(turn, c),
        OrderCommand.ReleaseRejected c => LogisticsHandler.Rejected(turn, c),
        OrderCommand.StepReported c => LogisticsHandler.Step(turn, c),
        OrderCommand.StepProblem c => LogisticsHandler.Problem(turn, c),
        OrderCommand.StepResolved c => LogisticsHandler.Resolved(turn, c),
        OrderCommand.LabelCreated c => LogisticsHandler.Label(turn, c),
        OrderCommand.CarrierPickedUp c => CarrierHandler.PickedUp(turn, c),
        OrderCommand.Tracking c => CarrierHandler.Tracking(turn, c),
        OrderCommand.Delivered c => CarrierHandler.Delivered(turn, c),
        OrderCommand.DeliveryFailed c => CarrierHandler.Failed(turn, c),
        OrderCommand.StockAllocated c => StockHandler.Allocated(turn, c),
        OrderCommand.StockExpected c => StockHandler.Expected(turn, c),
        OrderCommand.PolicyChanged c => PolicyHandler.Decide(turn, c),
        OrderCommand.StorefrontChanged c => StorefrontHandler.Decide(turn, c),
        OrderCommand.Wake => WakeHandler.Decide(turn),
        _ => throw new InvalidOperationException($"Unknown order command {turn.Command.GetType().Name}."),
    };
}
