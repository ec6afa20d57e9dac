namespace Fulfilment.Integrations;

public static partial class Texts
{
    // The reasons that this service gives itself; all others are words of people or carriers.
    private static readonly Dictionary<string, string> FrenchReasons = new(StringComparer.Ordinal)
    {
        ["payment expired"] = "paiement non arrivé à temps",
        ["stopped in the warehouse"] = "arrêtée à l’entrepôt",
        ["nothing is left on the storefront's order"] = "il ne reste rien de la commande sur la boutique",
        ["cancelled on the storefront"] = "annulée sur la boutique",
        ["payment refunded on the storefront"] = "paiement remboursé sur la boutique",
        ["payment voided on the storefront"] = "paiement annulé sur la boutique",
        ["goods were missing"] = "articles manquants",
        ["the order was cancelled"] = "la commande a été annulée",
        ["the order is cancelled"] = "la commande est annulée",
        ["the order became cheaper"] = "la commande est devenue moins chère",
        ["a parcel was stopped"] = "un colis a été arrêté",
        ["it was more than the order costs"] = "c’était plus que le prix de la commande",
        ["it came too late"] = "il est arrivé trop tard",
        ["it had left already"] = "il était déjà parti",
        ["Not every parcel could be stopped."] = "Tous les colis n’ont pas pu être arrêtés.",
        ["Nothing is missing."] = "Rien ne manque.",
        ["Nothing is changed."] = "Rien n’est modifié.",
        ["A name is not empty."] = "Un nom est nécessaire.",
        ["That is not an e-mail address."] = "Ce n’est pas une adresse e-mail.",
        ["A payment method has a name."] = "Un mode de paiement porte un nom.",
        ["The order is paid already."] = "La commande est déjà payée.",
        ["An order keeps its currency."] = "Une commande garde sa devise.",
        ["A line it was about has been taken off the order meanwhile."] = "Un article concerné a été retiré de la commande entre-temps.",
        ["is missing"] = "manque",
        ["is a two-letter country code"] = "est un code de pays à deux lettres",
        ["the carrier reports a problem"] = "le transporteur signale un problème",
        [Carriers.BasicAddressCheck.Required] = "Cette information est nécessaire.",
        [Carriers.BasicAddressCheck.NoCountry] = "Ce n’est pas un code de pays ISO 3166.",
        [Carriers.BasicAddressCheck.NoPostalCode] = "Ce code postal n’a pas la forme de ceux du pays.",
        [Carriers.BasicAddressCheck.TooLong] = "C’est trop long pour une étiquette.",
        ["The carrier returns the parcel to the sender"] = "Le transporteur renvoie le colis à l’expéditeur",
        ["The carrier could not deliver the parcel"] = "Le transporteur n’a pas pu livrer le colis",
        ["The carrier reports an error"] = "Le transporteur signale une erreur",
    };

    /// <summary>A reason in the reader's language when this service gave it; what people wrote stays as they wrote it.</summary>
    public static string Reason(string reason, string language)
    {
        if (!French(language)) return reason;
        if (FrenchReasons.TryGetValue(reason, out var whole)) return whole;
        // "{ours}: {what the carrier said}"
        var cut = reason.IndexOf(": ", StringComparison.Ordinal);
        return cut > 0 && FrenchReasons.TryGetValue(reason[..cut], out var head) ? $"{head} : {reason[(cut + 2)..]}" : reason;
    }
}
