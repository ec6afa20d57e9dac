using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>Why a command was refused, as one sentence.</summary>
    public static string Refusal(Refusal refusal, string language, string timeZone)
    {
        string At(DateTimeOffset at) => Formats.Instant(at, language, timeZone);
        return refusal switch
        {
            Domain.Orders.Refusal.AlreadyReleased r => In(language,
                $"The order was already released to logistics on {At(r.At)} ({ReleasedBy(r.By, language)}).",
                $"La commande a déjà été transmise à la logistique le {At(r.At)} ({ReleasedBy(r.By, language)})."),
            Domain.Orders.Refusal.NotEditableForCategory r => In(language,
                $"“{ChangeName(r.Change, language)}” cannot be changed for products of the category {r.Category}.",
                $"« {ChangeName(r.Change, language)} » ne peut pas être modifié pour les articles de la catégorie {r.Category}."),
            Domain.Orders.Refusal.UnknownLine r => In(language, $"The order has no line {r.Line}.", $"La commande n’a pas de ligne {r.Line}."),
            Domain.Orders.Refusal.UnknownProduct r => In(language, $"We do not sell {r.Sku}.", $"Nous ne vendons pas {r.Sku}."),
            Domain.Orders.Refusal.UnknownShippingMethod r => In(language, $"There is no shipping method {r.Method}.", $"Il n’y a pas de mode de livraison {r.Method}."),
            Domain.Orders.Refusal.InvalidChange r => In(language, $"The change is not valid: {r.Detail}", $"La modification n’est pas valable : {Reason(r.Detail, "fr")}"),
            Domain.Orders.Refusal.WouldEmptyOrder => In(language, "Nothing would be left in the order; cancel it instead.", "Il ne resterait rien dans la commande ; annulez-la plutôt."),
            Domain.Orders.Refusal.AddedLineOutOfStock r => In(language, $"Only {r.Available} of {r.Sku} can be had at the moment.", $"Seulement {r.Available} de {r.Sku} disponibles en ce moment."),
            Domain.Orders.Refusal.InvalidAddress r => In(language, $"The address is not valid ({r.Field}): {r.Detail}", $"L’adresse n’est pas valable ({AddressField(r.Field)}) : {Reason(r.Detail, "fr")}"),
            Domain.Orders.Refusal.VersionConflict => In(language, "The order has changed since you looked at it; please look again.", "La commande a changé depuis que vous l’avez consultée ; veuillez la revoir."),
            Domain.Orders.Refusal.PaymentDeclined r => In(language, $"The payment was declined: {r.Detail}", $"Le paiement a été refusé : {r.Detail}"),
            Domain.Orders.Refusal.PaymentExpired r => In(language, $"The payment did not arrive before {At(r.Until)}.", $"Le paiement n’est pas arrivé avant le {At(r.Until)}."),
            Domain.Orders.Refusal.EditPending r => In(language,
                $"An earlier change still waits for its payment, until {At(r.Until)}.",
                $"Une modification précédente attend encore son paiement, jusqu’au {At(r.Until)}."),
            Domain.Orders.Refusal.OrderClosed r => In(language, $"The order is closed ({Status(r.Status, language)}).", $"La commande est close ({Status(r.Status, language)})."),
            Domain.Orders.Refusal.NotAllowed r => In(language, $"This is not possible: {r.Detail}", $"Ce n’est pas possible : {Reason(r.Detail, "fr")}"),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
        };
    }

    /// <summary>A refusal's code ("AlreadyReleased") in a few words; the code itself when it is not known.</summary>
    public static string RefusalName(string code, string language) => code switch
    {
        nameof(Domain.Orders.Refusal.AlreadyReleased) => In(language, "already released", "déjà transmise"),
        nameof(Domain.Orders.Refusal.NotEditableForCategory) => In(language, "not editable for this category", "non modifiable pour cette catégorie"),
        nameof(Domain.Orders.Refusal.UnknownLine) => In(language, "unknown line", "ligne inconnue"),
        nameof(Domain.Orders.Refusal.UnknownProduct) => In(language, "unknown product", "article inconnu"),
        nameof(Domain.Orders.Refusal.UnknownShippingMethod) => In(language, "unknown shipping method", "mode de livraison inconnu"),
        nameof(Domain.Orders.Refusal.InvalidChange) => In(language, "invalid change", "modification non valable"),
        nameof(Domain.Orders.Refusal.WouldEmptyOrder) => In(language, "would empty the order", "viderait la commande"),
        nameof(Domain.Orders.Refusal.AddedLineOutOfStock) => In(language, "out of stock", "en rupture de stock"),
        nameof(Domain.Orders.Refusal.InvalidAddress) => In(language, "invalid address", "adresse non valable"),
        nameof(Domain.Orders.Refusal.VersionConflict) => In(language, "the order had changed", "la commande avait changé"),
        nameof(Domain.Orders.Refusal.PaymentDeclined) => In(language, "payment declined", "paiement refusé"),
        nameof(Domain.Orders.Refusal.PaymentExpired) => In(language, "payment did not arrive in time", "paiement non arrivé à temps"),
        nameof(Domain.Orders.Refusal.EditPending) => In(language, "an earlier change waits for its payment", "une modification précédente attend son paiement"),
        nameof(Domain.Orders.Refusal.OrderClosed) => In(language, "the order is closed", "la commande est close"),
        nameof(Domain.Orders.Refusal.NotAllowed) => In(language, "not allowed", "non permis"),
        _ => code,
    };

    private static string ReleasedBy(string by, string language) => by == "system"
        ? In(language, "automatically, at the end of the waiting time", "automatiquement, à la fin du délai")
        : In(language, $"by {by}", $"par {by}");

    private static string AddressField(string field) => field switch
    {
        "name" => "nom",
        "line1" => "rue",
        "city" => "ville",
        "postalCode" => "code postal",
        "country" => "pays",
        "region" => "région",
        _ => field,
    };
}
