using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>The name of a command type ("Edit"), as on a button or in a list; the type itself when it is none that people see.</summary>
    public static string Command(string type, string language) => type switch
    {
        nameof(OrderCommand.Place) => In(language, "Order placed", "Commande passée"),
        nameof(OrderCommand.Edit) => In(language, "Change the order", "Modifier la commande"),
        nameof(OrderCommand.Cancel) => In(language, "Cancel the order", "Annuler la commande"),
        nameof(OrderCommand.ReleaseNow) => In(language, "Release now", "Transmettre maintenant"),
        nameof(OrderCommand.Hold) => In(language, "Hold", "Bloquer"),
        nameof(OrderCommand.Unhold) => In(language, "Lift the hold", "Débloquer"),
        nameof(OrderCommand.AddNote) => In(language, "Add a note", "Ajouter une note"),
        nameof(OrderCommand.RecordContact) => In(language, "Record a contact", "Noter un contact"),
        nameof(OrderCommand.ConfirmContact) => In(language, "Confirm", "Confirmer"),
        nameof(OrderCommand.DeclineContact) => In(language, "Decline", "Refuser"),
        nameof(OrderCommand.BackorderChoice) => In(language, "Choose what to do about missing goods", "Choisir que faire des articles manquants"),
        nameof(OrderCommand.Intercept) => In(language, "Ask the warehouse to stop it", "Demander l’arrêt à l’entrepôt"),
        nameof(OrderCommand.RecordPayment) => In(language, "Record a payment", "Enregistrer un paiement"),
        nameof(OrderCommand.ReleaseAcknowledged) => In(language, "Taken by the warehouse", "Prise en charge par l’entrepôt"),
        nameof(OrderCommand.ReleaseRejected) => In(language, "Rejected by the warehouse", "Rejetée par l’entrepôt"),
        nameof(OrderCommand.StepReported) => In(language, "Warehouse step", "Étape d’entrepôt"),
        nameof(OrderCommand.StepProblem) => In(language, "Warehouse problem", "Problème d’entrepôt"),
        nameof(OrderCommand.StepResolved) => In(language, "Warehouse problem solved", "Problème d’entrepôt résolu"),
        nameof(OrderCommand.InterceptSucceeded) => In(language, "Stopped", "Arrêtée"),
        nameof(OrderCommand.InterceptFailed) => In(language, "Could not be stopped", "N’a pas pu être arrêtée"),
        nameof(OrderCommand.CarrierPickedUp) => In(language, "Picked up by the carrier", "Prise en charge par le transporteur"),
        nameof(OrderCommand.Tracking) => In(language, "Tracking", "Suivi"),
        nameof(OrderCommand.Delivered) => In(language, "Delivered", "Livrée"),
        nameof(OrderCommand.DeliveryFailed) => In(language, "Delivery problem", "Problème de livraison"),
        nameof(OrderCommand.StockAllocated) => In(language, "Stock allocated", "Stock attribué"),
        nameof(OrderCommand.StockExpected) => In(language, "Stock expected", "Stock attendu"),
        nameof(OrderCommand.LabelCreated) => In(language, "Waybill created", "Lettre de voiture créée"),
        nameof(OrderCommand.PaymentSettled) => In(language, "Payment settled", "Paiement encaissé"),
        nameof(OrderCommand.PaymentFailed) => In(language, "Payment failed", "Paiement échoué"),
        nameof(OrderCommand.PolicyChanged) => In(language, "Release policy changed", "Règles d’envoi modifiées"),
        nameof(OrderCommand.StorefrontChanged) => In(language, "Changed on the storefront", "Modifiée sur la boutique"),
        nameof(OrderCommand.Depart) => In(language, "Moved to another host", "Transférée vers un autre serveur"),
        nameof(OrderCommand.MailReported) => In(language, "Mail report", "Suivi du courriel"),
        "Return" => In(language, "Return", "Retourner"),
        _ => type,
    };

    /// <summary>What a refused sender can still do, as one sentence.</summary>
    public static string NextStep(string next, string language) => next switch
    {
        nameof(OrderCommand.Intercept) => In(language, "You can ask us to stop the parcel; we will try.", "Vous pouvez nous demander d’arrêter le colis ; nous essaierons."),
        "Return" => In(language, "You can send the goods back when they have arrived.", "Vous pourrez renvoyer les articles à leur arrivée."),
        nameof(OrderCommand.Cancel) => In(language, "You can cancel the whole order.", "Vous pouvez annuler toute la commande."),
        nameof(OrderCommand.Edit) => In(language, "You can still change the order.", "Vous pouvez encore modifier la commande."),
        _ => Sentence(Command(next, language)),
    };

    public static string Backorder(BackorderOption option, string language) => option switch
    {
        BackorderOption.Wait => In(language, "Wait until everything is there", "Attendre que tout soit là"),
        BackorderOption.SplitShip => In(language, "Send what is there now, the rest later", "Envoyer maintenant ce qui est là, le reste plus tard"),
        BackorderOption.DropMissing => In(language, "Send without the missing goods", "Envoyer sans les articles manquants"),
        BackorderOption.Cancel => In(language, "Cancel the order", "Annuler la commande"),
        _ => throw new ArgumentOutOfRangeException(nameof(option), option, null),
    };

    /// <summary>A provisional receipt without terms waits for somebody's answer, such as the warehouse's.</summary>
    public static string Outcome(Receipt receipt, string language) => receipt.Outcome switch
    {
        Domain.Orders.Outcome.Applied => In(language, "Applied", "Appliqué"),
        Domain.Orders.Outcome.Provisional when receipt.Provisional is null => In(language, "Waiting for an answer", "En attente de réponse"),
        Domain.Orders.Outcome.Provisional => In(language, "Waiting for payment", "En attente de paiement"),
        Domain.Orders.Outcome.Rejected => In(language, "Refused", "Refusé"),
        Domain.Orders.Outcome.NoOp => In(language, "Nothing to change", "Rien à changer"),
        _ => throw new ArgumentOutOfRangeException(nameof(receipt), receipt.Outcome, null),
    };
}
