using static Fulfilment.Domain.Orders.Transition;

namespace Fulfilment.Domain.Orders;

/// <summary>What a command gets in a state, before anything else about it is looked at.</summary>
public enum Transition
{
    /// <summary>Its handler decides.</summary>
    Handle,
    /// <summary>Refused AlreadyReleased: the gate has been passed.</summary>
    Released,
    /// <summary>Refused OrderClosed.</summary>
    Closed,
    /// <summary>Refused NotAllowed: the order has not come that far.</summary>
    TooEarly,
    /// <summary>A NoOp: late, doubled or stale.</summary>
    Late,
}

/// <summary>The one table of what may be asked of an order: by state, and by whom.</summary>
public static class TransitionTable
{
    private static readonly ActorKind[] Anyone = [ActorKind.Customer, ActorKind.Agent, ActorKind.Admin];
    private static readonly ActorKind[] Editors = [.. Anyone, ActorKind.Storefront];
    private static readonly ActorKind[] Staff = [ActorKind.Agent, ActorKind.Admin, ActorKind.Warehouse];
    private static readonly ActorKind[] Office = [ActorKind.Agent, ActorKind.Admin];
    private static readonly ActorKind[] Logistics = [ActorKind.Warehouse, ActorKind.Wms];
    private static readonly ActorKind[] Money = [ActorKind.System, ActorKind.Storefront];

    // Columns: Unplaced, Open, PartlyReleased, Released, Sent, Delivered, Cancelled, ClosedOutside.
    private static readonly IReadOnlyDictionary<Type, Row> Rows = new Dictionary<Type, Row>
    {
        [typeof(OrderCommand.Place)] = new(Money, Handle, Late, Late, Late, Late, Late, Late, Late),
        [typeof(OrderCommand.Edit)] = new(Editors, TooEarly, Handle, Released, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.Cancel)] = new(Editors, TooEarly, Handle, Released, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.ReleaseNow)] = new(Anyone, TooEarly, Handle, Released, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.Hold)] = new(Staff, TooEarly, Handle, Handle, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.Unhold)] = new(Staff, TooEarly, Handle, Handle, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.AddNote)] = new([.. Anyone, ActorKind.Warehouse], TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),
        [typeof(OrderCommand.RecordContact)] = new(Office, TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),
        [typeof(OrderCommand.ConfirmContact)] = new(Anyone, TooEarly, Handle, Released, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.DeclineContact)] = new(Anyone, TooEarly, Handle, Released, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.BackorderChoice)] = new(Anyone, TooEarly, Handle, Handle, Released, Released, Released, Closed, Closed),
        [typeof(OrderCommand.Intercept)] = new(Anyone, TooEarly, TooEarly, Handle, Handle, Released, Released, Closed, Closed),
        [typeof(OrderCommand.RecordPayment)] = new([ActorKind.Admin], TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),

        [typeof(OrderCommand.ReleaseAcknowledged)] = new(Logistics, TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.ReleaseRejected)] = new(Logistics, TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.StepReported)] = new(Logistics, TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.StepProblem)] = new(Logistics, TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.StepResolved)] = new([.. Logistics, .. Office], TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.InterceptSucceeded)] = new(Logistics, TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.InterceptFailed)] = new(Logistics, TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),

        [typeof(OrderCommand.CarrierPickedUp)] = new([ActorKind.Carrier], TooEarly, TooEarly, Handle, Handle, Late, Late, Late, Late),
        [typeof(OrderCommand.Tracking)] = new([ActorKind.Carrier], TooEarly, TooEarly, Handle, Handle, Handle, Late, Late, Late),
        [typeof(OrderCommand.Delivered)] = new([ActorKind.Carrier], TooEarly, TooEarly, Handle, Handle, Handle, Late, Late, Late),
        [typeof(OrderCommand.DeliveryFailed)] = new([ActorKind.Carrier], TooEarly, TooEarly, Handle, Handle, Handle, Late, Late, Late),

        [typeof(OrderCommand.StockAllocated)] = new([ActorKind.System], TooEarly, Handle, Handle, Late, Late, Late, Late, Late),
        [typeof(OrderCommand.StockExpected)] = new([ActorKind.System], TooEarly, Handle, Handle, Late, Late, Late, Late, Late),
        [typeof(OrderCommand.LabelCreated)] = new([ActorKind.System], TooEarly, TooEarly, Handle, Handle, Handle, Late, Late, Late),
        [typeof(OrderCommand.PaymentSettled)] = new(Money, TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),
        [typeof(OrderCommand.PaymentFailed)] = new(Money, TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),
        [typeof(OrderCommand.PolicyChanged)] = new([ActorKind.System], TooEarly, Handle, Handle, Handle, Handle, Handle, Late, Late),
        [typeof(OrderCommand.StorefrontChanged)] = new(Money, TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),
        [typeof(OrderCommand.MailReported)] = new([ActorKind.System], TooEarly, Handle, Handle, Handle, Handle, Handle, Handle, Handle),
        [typeof(OrderCommand.Wake)] = new([ActorKind.System], Late, Handle, Handle, Handle, Handle, Handle, Handle, Handle),

        // The loop acts on it; where it comes to a decision after all, it changes nothing.
        [typeof(OrderCommand.Depart)] = new([ActorKind.System], Late, Late, Late, Late, Late, Late, Late, Late),
    };

    public static IReadOnlyCollection<Type> Commands => [.. Rows.Keys];

    public static bool MaySend(ActorKind actor, Type command) => RowOf(command).Actors.Contains(actor);

    public static Transition In(StateKind state, Type command) => RowOf(command).In[(int)state];

    private static Row RowOf(Type command) => Rows.TryGetValue(command, out var row) ? row : throw new InvalidOperationException($"Unknown order command {command.Name}.");

    private sealed record Row(IReadOnlyList<ActorKind> Actors, params IReadOnlyList<Transition> In);
}
