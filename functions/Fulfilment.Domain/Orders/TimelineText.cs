namespace Fulfilment.Domain.Orders;

/// <summary>Which events make history, under which code.</summary>
internal static class TimelineText
{
    public static (string Code, IReadOnlyDictionary<string, string> Data)? Of(OrderEvent @event, OrderCommand command) => @event switch
    {
        OrderEvent.Placed e => ("Placed", NamedValues.Of(("number", e.Order.Number), ("source", e.Order.Source.ToString()))),
        OrderEvent.ClosedOutside => ("ClosedOutside", NamedValues.Of()),
        OrderEvent.Cancelled e => ("Cancelled", NamedValues.Of(("reason", e.Reason), ("by", e.By.Name))),
        OrderEvent.Noted e => (e.Code, e.Data),
        OrderEvent.ContentChanged e => (command is OrderCommand.StorefrontChanged ? "StorefrontEdit" : "Edited", NamedValues.Of(("changes", Names(e.Changes)), ("commandId", command.CommandId))),
        OrderEvent.ProvisionalMade e => ("EditProvisional", NamedValues.Of(("changes", Names(e.Edit.Content)), ("amount", e.Edit.Terms.Amount.ToString()), ("commandId", e.Edit.CommandId))),
        OrderEvent.ProvisionalSettled e => ("EditSettled", NamedValues.Of(("commandId", e.CommandId))),
        OrderEvent.ProvisionalLapsed e => ("EditLapsed", NamedValues.Of(("commandId", e.CommandId), ("reason", e.Reason.GetType().Name))),
        OrderEvent.GraceWaived => ("GraceWaived", NamedValues.Of()),
        OrderEvent.PolicyReplaced e => ("PolicyChanged", NamedValues.Of(("policyVersion", OrderTimeline.Number(e.Policy.Version)))),
        OrderEvent.Held e => ("Held", NamedValues.Of(("reason", e.Reason))),
        OrderEvent.Unheld e => ("Unheld", NamedValues.Of(("reason", e.Reason))),
        OrderEvent.ContactRequested => ("ContactRequested", NamedValues.Of()),
        OrderEvent.ContactReminded => ("ContactReminded", NamedValues.Of()),
        OrderEvent.ContactGivenUp => ("ContactUnanswered", NamedValues.Of()),
        OrderEvent.ContactConfirmed e => ("ContactConfirmed", NamedValues.Of(("note", e.Note))),
        OrderEvent.ContactDeclined e => ("ContactDeclined", NamedValues.Of(("reason", e.Reason))),
        OrderEvent.StockCame e => (e.Complete ? "StockAllocated" : "StockPartlyAllocated", NamedValues.Of(("lines", Lines(e.Lines)))),
        OrderEvent.StockMissing e => ("StockMissing", NamedValues.Of(("lines", Lines(e.Missing)), ("eta", e.Eta?.UtcDateTime.ToString("O")))),
        OrderEvent.BackorderChosen e => ("BackorderChosen", NamedValues.Of(("choice", e.Choice.ToString()))),
        OrderEvent.PaymentBecameDue => ("PaymentDue", NamedValues.Of()),
        OrderEvent.PaymentCleared => ("PaymentCleared", NamedValues.Of()),
        OrderEvent.PaymentSet e => Payment(e.Entry),
        OrderEvent.MoneyReceived e => ("MoneyReceived", NamedValues.Of(("amount", e.Amount.ToString()), ("paymentId", e.PaymentId), ("reference", e.Reference))),
        OrderEvent.MoneyReturned e => ("Refunded", NamedValues.Of(("amount", e.Amount.ToString()), ("paymentId", e.PaymentId), ("reference", e.Reference))),
        OrderEvent.ConflictsFound e => ("StorefrontConflict", NamedValues.Of(("fields", string.Join(", ", e.Fields)))),
        OrderEvent.ShipmentReleased e => ("Released", Shipment(e.Release.Shipment, ("by", e.Release.ReleasedBy), ("key", e.Release.Key))),
        OrderEvent.RemainderDropped => ("RemainderDropped", NamedValues.Of()),
        OrderEvent.Acknowledged e => ("ReleaseAcknowledged", Shipment(e.Shipment, ("reference", e.Reference))),
        OrderEvent.LogisticsRejected e => ("ReleaseRejected", Shipment(e.Shipment, ("reason", e.Reason))),
        OrderEvent.StepReached e => (e.Step.ToString(), Shipment(e.Shipment, ("operator", e.Operator), ("note", e.Note))),
        OrderEvent.ProblemFound e => ("StepProblem", Shipment(e.Shipment, ("reason", e.Reason))),
        OrderEvent.ProblemSolved e => ("StepResolved", Shipment(e.Shipment, ("note", e.Note))),
        OrderEvent.SlaMissed e => ("SlaMissed", Shipment(e.Shipment, ("step", e.Step.ToString()))),
        OrderEvent.LabelAttached e => ("LabelCreated", Shipment(e.Shipment, ("carrier", e.Carrier), ("trackingNumber", e.TrackingNumber))),
        OrderEvent.ShipmentLeft e => ("Sent", Shipment(e.Shipment)),
        OrderEvent.Tracked e => (e.Status.ToString(), Shipment(e.Shipment, ("description", e.Description), ("location", e.Location))),
        OrderEvent.ShipmentArrived e => ("Delivered", Shipment(e.Shipment)),
        OrderEvent.DeliveryTroubled e => ("DeliveryFailed", Shipment(e.Shipment, ("reason", e.Reason))),
        OrderEvent.InterceptAsked e => ("InterceptAsked", Shipment(e.Shipment, ("reason", e.Reason))),
        OrderEvent.InterceptAnswered e => (e.Succeeded ? "InterceptSucceeded" : "InterceptFailed", Shipment(e.Shipment, ("reason", e.Reason))),
        OrderEvent.Recorded or OrderEvent.GraceExtended or OrderEvent.StockDemanded or OrderEvent.SnapshotSeen => null,
        _ => throw new InvalidOperationException($"Unknown order event {@event.GetType().Name}."),
    };

    private static (string, IReadOnlyDictionary<string, string>)? Payment(OrderPayment entry) => (entry.Kind, entry.Status) switch
    {
        (PaymentKind.Charge, PaymentStatus.Requested) => ("PaymentRequested", Payment(entry, ("reason", null))),
        (PaymentKind.Refund, PaymentStatus.Requested) => ("RefundRequested", Payment(entry, ("reason", entry.Reason))),
        (_, PaymentStatus.Failed) => (entry.Kind == PaymentKind.Charge ? "PaymentFailed" : "RefundFailed", Payment(entry, ("reason", entry.Reason))),
        _ => null,
    };

    private static Dictionary<string, string> Payment(OrderPayment entry, (string, string?) more) => NamedValues.Of(("paymentId", entry.Id), ("amount", entry.Amount.ToString()), more);

    private static Dictionary<string, string> Shipment(int number, params ReadOnlySpan<(string, string?)> more) => NamedValues.Of([("shipment", OrderTimeline.Number(number)), .. more]);

    private static string Names(IEnumerable<ContentChange> changes) => string.Join(", ", changes.Select(c => c.GetType().Name));

    private static string Lines(IEnumerable<StockLine> lines) => string.Join(", ", lines.Select(l => $"{OrderTimeline.Number(l.Quantity)} × {l.Sku}"));
}
