using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Tests.Support;

/// <summary>Commands without their envelope; the world fills that in.</summary>
internal static class Commands
{
    private static readonly DateTimeOffset At = A.Noon;
    private static readonly Actor By = Actor.System;

    public static OrderCommand Edit(params EditChange[] changes) => new OrderCommand.Edit(changes) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Cancel(string? reason = null) => new OrderCommand.Cancel(reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand ReleaseNow() => new OrderCommand.ReleaseNow { CommandId = "", Actor = By, At = At };
    public static OrderCommand Hold(string reason) => new OrderCommand.Hold(reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Unhold() => new OrderCommand.Unhold { CommandId = "", Actor = By, At = At };
    public static OrderCommand Note(string text) => new OrderCommand.AddNote(text) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Contacted() => new OrderCommand.RecordContact("phone") { CommandId = "", Actor = By, At = At };
    public static OrderCommand Confirm() => new OrderCommand.ConfirmContact { CommandId = "", Actor = By, At = At };
    public static OrderCommand Decline(string reason) => new OrderCommand.DeclineContact(reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Choose(BackorderOption choice) => new OrderCommand.BackorderChoice(choice) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Intercept(string? reason = null) => new OrderCommand.Intercept(reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Record(decimal amount, string reference, string? id = null) => new OrderCommand.RecordPayment(A.Eur_(amount), reference, id) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Acknowledge(int shipment = 1) => new OrderCommand.ReleaseAcknowledged(shipment) { CommandId = "", Actor = By, At = At };
    public static OrderCommand RejectRelease(string reason, int shipment = 1) => new OrderCommand.ReleaseRejected(shipment, reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Step(WarehouseStep step, int shipment = 1) => new OrderCommand.StepReported(shipment, step, "op-7") { CommandId = "", Actor = By, At = At };
    public static OrderCommand Problem(string reason, int shipment = 1) => new OrderCommand.StepProblem(shipment, reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Resolve(int shipment = 1) => new OrderCommand.StepResolved(shipment) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Intercepted(int shipment = 1) => new OrderCommand.InterceptSucceeded(shipment) { CommandId = "", Actor = By, At = At };
    public static OrderCommand NotIntercepted(string reason, int shipment = 1) => new OrderCommand.InterceptFailed(shipment, reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand PickedUp(string tracking) => new OrderCommand.CarrierPickedUp(tracking) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Track(string tracking, TrackingStatus status) => new OrderCommand.Tracking(tracking, status) { CommandId = "", Actor = By, At = At };
    public static OrderCommand DeliveredBy(string tracking) => new OrderCommand.Delivered(tracking) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Undelivered(string tracking, string reason) => new OrderCommand.DeliveryFailed(tracking, reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Allocate(int version, bool complete, params StockLine[] lines) => new OrderCommand.StockAllocated(version, complete, lines) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Expect(int version, DateTimeOffset? eta, params StockLine[] missing) => new OrderCommand.StockExpected(version, missing, eta) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Label(string tracking, int shipment = 1) => new OrderCommand.LabelCreated(shipment, "post", tracking, "https://example.com/track") { CommandId = "", Actor = By, At = At };
    public static OrderCommand Settled(string? id, decimal amount, string reference) => new OrderCommand.PaymentSettled(id, A.Eur_(amount), reference) { CommandId = "", Actor = By, At = At };
    public static OrderCommand PaymentFailed(string id, string reason = "declined") => new OrderCommand.PaymentFailed(id, reason) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Policy(ReleasePolicy policy) => new OrderCommand.PolicyChanged(policy) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Changed(OrderSnapshot order) => new OrderCommand.StorefrontChanged(order) { CommandId = "", Actor = By, At = At };
    public static OrderCommand Bounced() => new OrderCommand.MailReported("mail/1", "bounced") { CommandId = "", Actor = By, At = At };
    public static OrderCommand Wake() => new OrderCommand.Wake { CommandId = "", Actor = By, At = At };
    public static OrderCommand Depart() => new OrderCommand.Depart { CommandId = "", Actor = By, At = At };
    public static OrderCommand Place(OrderSnapshot order) => new OrderCommand.Place(order, A.Store(), A.Policy, RulesVersions.Current) { CommandId = "", Actor = By, At = At };
}
