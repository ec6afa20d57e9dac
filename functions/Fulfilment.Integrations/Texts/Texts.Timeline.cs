using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>One line of an order's history, without its time and actor. A code this version does not know is shown as it is, with its values: histories outlive versions.</summary>
    public static string Timeline(TimelineEntry entry, string language)
    {
        string Value(string name) => Texts.Value(entry.Data, name);
        var text = Name(entry.Code, Value, language) ?? $"{entry.Code} {string.Join(", ", entry.Data.Select(pair => $"{pair.Key}: {pair.Value}"))}".Trim();
        var shipment = Value("shipment") is { Length: > 0 } number && number != "1" ? In(language, $" (parcel {number})", $" (colis {number})") : "";
        var detail = string.Join(", ", new[] { Reason(entry, language), Value("note"), Value("description"), Value("location"), Value("text"), Value("detail") }.Where(part => part.Length > 0));
        return detail.Length == 0 ? text + shipment : In(language, $"{text}{shipment}: {detail}", $"{text}{shipment} : {detail}");
    }

    private static string? Name(string code, Func<string, string> value, string language) =>
        OrderEntry(code, value, language) ?? MoneyEntry(code, value, language) ?? ParcelEntry(code, value, language);

    private static string? OrderEntry(string code, Func<string, string> value, string language) => code switch
    {
        "Placed" => In(language, $"Order received from {value("source")}", $"Commande reçue de {value("source")}"),
        "ClosedOutside" => In(language, "Completed on the storefront", "Terminée sur la boutique"),
        "Cancelled" => In(language, "Cancelled", "Annulée"),
        "Refused" => In(language, $"Refused: {Command(value("command"), "en")}", $"Refusé : {Command(value("command"), "fr")}"),
        "Edited" => In(language, $"Changed: {ChangeNames(value("changes"), "en")}", $"Modifiée : {ChangeNames(value("changes"), "fr")}"),
        "StorefrontEdit" => In(language, $"Changed on the storefront: {ChangeNames(value("changes"), "en")}", $"Modifiée sur la boutique : {ChangeNames(value("changes"), "fr")}"),
        "StorefrontConflict" => In(language, $"Changed on the storefront and here: {value("fields")}", $"Modifiée sur la boutique et ici : {value("fields")}"),
        "GraceWaived" => In(language, "The rest of the waiting time was waived", "Renonciation au reste du délai de modification"),
        "PolicyChanged" => In(language, $"Release policy {value("policyVersion")} applies", $"Les règles d’envoi {value("policyVersion")} s’appliquent"),
        "Held" => In(language, "Put on hold", "Bloquée"),
        "Unheld" => In(language, "Hold lifted", "Débloquée"),
        "NoteAdded" => In(language, "Note", "Note"),
        "MailReported" => In(language, $"Mail {value("mail")}: {value("outcome")}", $"Courriel {value("mail")} : {value("outcome")}"),
        "ContactRequested" => In(language, "The customer was asked to confirm", "Confirmation demandée au client"),
        "ContactReminded" => In(language, "The customer was reminded to confirm", "Client relancé pour confirmation"),
        "ContactUnanswered" => In(language, "The customer has not answered", "Le client n’a pas répondu"),
        "ContactRecorded" => In(language, $"Contact by {value("channel")}", $"Contact par {value("channel")}"),
        "ContactConfirmed" => In(language, "The customer confirmed", "Le client a confirmé"),
        "ContactDeclined" => In(language, "The customer declined", "Le client a refusé"),
        "StockAllocated" => In(language, $"Stock set apart: {value("lines")}", $"Stock réservé : {value("lines")}"),
        "StockPartlyAllocated" => In(language, $"A part of the stock set apart: {value("lines")}", $"Stock réservé en partie : {value("lines")}"),
        "StockMissing" => In(language, $"Out of stock: {value("lines")}", $"En rupture de stock : {value("lines")}"),
        "BackorderChosen" => Enum.TryParse<BackorderOption>(value("choice"), out var choice) ? Backorder(choice, language) : value("choice"),
        _ => null,
    };

    private static string? MoneyEntry(string code, Func<string, string> value, string language)
    {
        var amount = value("amount").Split(' ') is [var number, var currency] ? Amount(number, currency, language) : value("amount");
        return code switch
        {
            "EditProvisional" => In(language, $"Change waiting for a payment of {amount}: {ChangeNames(value("changes"), "en")}", $"Modification en attente d’un paiement de {amount} : {ChangeNames(value("changes"), "fr")}"),
            "EditSettled" => In(language, "Change paid and applied", "Modification payée et appliquée"),
            "EditLapsed" => In(language, "Change lapsed", "Modification expirée"),
            "PaymentDue" => In(language, "Waiting for the payment", "En attente du paiement"),
            "PaymentCleared" => In(language, "Payment complete", "Paiement complet"),
            "PaymentRequested" => In(language, $"Payment of {amount} requested", $"Paiement de {amount} demandé"),
            "PaymentFailed" => In(language, $"Payment of {amount} failed", $"Échec du paiement de {amount}"),
            "MoneyReceived" => In(language, $"{amount} received", $"{amount} reçus"),
            "RefundRequested" => In(language, $"Refund of {amount} requested", $"Remboursement de {amount} demandé"),
            "RefundFailed" => In(language, $"Refund of {amount} failed", $"Échec du remboursement de {amount}"),
            "Refunded" => In(language, $"{amount} refunded", $"{amount} remboursés"),
            _ => null,
        };
    }

    private static string? ParcelEntry(string code, Func<string, string> value, string language) => code switch
    {
        "Released" => In(language, $"Released to logistics ({ReleasedBy(value("by"), "en")})", $"Transmise à la logistique ({ReleasedBy(value("by"), "fr")})"),
        "RemainderDropped" => In(language, "The missing rest was dropped", "Le reste manquant a été abandonné"),
        "ReleaseAcknowledged" => In(language, "Taken by the warehouse", "Prise en charge par l’entrepôt"),
        "ReleaseRejected" => In(language, "Rejected by the warehouse", "Rejetée par l’entrepôt"),
        nameof(WarehouseStep.Collected) => Step(WarehouseStep.Collected, language),
        nameof(WarehouseStep.Packing) => Step(WarehouseStep.Packing, language),
        nameof(WarehouseStep.ReadyForShipment) => Step(WarehouseStep.ReadyForShipment, language),
        nameof(WarehouseStep.HandedToCarrier) => Step(WarehouseStep.HandedToCarrier, language),
        "StepProblem" => In(language, "Problem in the warehouse", "Problème à l’entrepôt"),
        "StepResolved" => In(language, "Problem in the warehouse solved", "Problème à l’entrepôt résolu"),
        "SlaMissed" => In(language, $"Late in the warehouse after: {StepName(value("step"), "en")}", $"En retard à l’entrepôt après : {StepName(value("step"), "fr")}"),
        "LabelCreated" => In(language, $"Waybill {value("trackingNumber")} ({value("carrier")})", $"Lettre de voiture {value("trackingNumber")} ({value("carrier")})"),
        "Sent" => In(language, "Sent", "Envoyée"),
        nameof(TrackingStatus.InTransit) => Tracking(TrackingStatus.InTransit, language),
        nameof(TrackingStatus.OutForDelivery) => Tracking(TrackingStatus.OutForDelivery, language),
        nameof(TrackingStatus.AtRelayPoint) => Tracking(TrackingStatus.AtRelayPoint, language),
        "Delivered" => Tracking(TrackingStatus.Delivered, language),
        "DeliveryFailed" => Tracking(TrackingStatus.Failed, language),
        "InterceptAsked" => In(language, "The warehouse was asked to stop the parcel", "Arrêt du colis demandé à l’entrepôt"),
        "InterceptSucceeded" => In(language, "The parcel was stopped", "Le colis a été arrêté"),
        "InterceptFailed" => In(language, "The parcel could not be stopped", "Le colis n’a pas pu être arrêté"),
        _ => null,
    };

    /// <summary>Refusals are named by their code, all other reasons are people's words.</summary>
    private static string Reason(TimelineEntry entry, string language)
    {
        var reason = Value(entry.Data, "reason");
        return entry.Code is "Refused" or "EditLapsed" ? RefusalName(reason, language) : Texts.Reason(reason, language);
    }

    private static string StepName(string step, string language) => Enum.TryParse<WarehouseStep>(step, out var known) ? Step(known, language) : step;
}
