using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Tests.World;

/// <summary>Commands as their senders make them. The sender's time is evidence only, so all bear the same.</summary>
internal static class Commands
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Wms = new(ActorKind.Wms, "wms");
    private static readonly Actor Carrier = new(ActorKind.Carrier, "easypost");
    private static readonly Actor Agent = new(ActorKind.Agent, "agent 7");

    public static OrderCommand Edit(string id, params EditChange[] changes) => new OrderCommand.Edit(changes) { CommandId = id, Actor = Actor.Customer, At = At };

    public static OrderCommand Cancel(string id) => new OrderCommand.Cancel("changed my mind") { CommandId = id, Actor = Actor.Customer, At = At };

    public static OrderCommand ReleaseNow(string id) => new OrderCommand.ReleaseNow { CommandId = id, Actor = Actor.Customer, At = At };

    public static OrderCommand Hold(string id) => new OrderCommand.Hold("fraud check") { CommandId = id, Actor = Agent, At = At };

    public static OrderCommand Unhold(string id) => new OrderCommand.Unhold { CommandId = id, Actor = Agent, At = At };

    public static OrderCommand Note(string id, string text) => new OrderCommand.AddNote(text) { CommandId = id, Actor = Agent, At = At };

    public static OrderCommand ConfirmContact(string id) => new OrderCommand.ConfirmContact { CommandId = id, Actor = Agent, At = At };

    public static OrderCommand Backorder(string id, BackorderOption choice) => new OrderCommand.BackorderChoice(choice) { CommandId = id, Actor = Actor.Customer, At = At };

    public static OrderCommand Intercept(string id) => new OrderCommand.Intercept("wrong address") { CommandId = id, Actor = Agent, At = At };

    public static OrderCommand Acknowledge(string id, int shipment = 1) => new OrderCommand.ReleaseAcknowledged(shipment) { CommandId = id, Actor = Wms, At = At };

    public static OrderCommand Step(string id, WarehouseStep step, int shipment = 1) => new OrderCommand.StepReported(shipment, step, "op 1") { CommandId = id, Actor = Wms, At = At };

    public static OrderCommand InterceptSucceeded(string id, int shipment = 1) => new OrderCommand.InterceptSucceeded(shipment) { CommandId = id, Actor = Wms, At = At };

    public static OrderCommand PickedUp(string id, string tracking) => new OrderCommand.CarrierPickedUp(tracking) { CommandId = id, Actor = Carrier, At = At };

    public static OrderCommand Track(string id, string tracking, TrackingStatus status) => new OrderCommand.Tracking(tracking, status) { CommandId = id, Actor = Carrier, At = At };

    public static OrderCommand Delivered(string id, string tracking) => new OrderCommand.Delivered(tracking) { CommandId = id, Actor = Carrier, At = At };

    public static OrderCommand Settled(string id, string paymentId, Domain.Money amount) =>
        new OrderCommand.PaymentSettled(paymentId, amount, "ref-" + id) { CommandId = id, Actor = Actor.System, At = At };

    public static OrderCommand Record(string id, string paymentId, Domain.Money amount) =>
        new OrderCommand.RecordPayment(amount, "bank-" + id, paymentId) { CommandId = id, Actor = new Actor(ActorKind.Admin, "admin"), At = At };
}
