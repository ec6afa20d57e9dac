using Fulfilment.Domain.Release;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>Why an order still waits, as part of a sentence: "engraving allows changes until Tuesday 7 July at 18:40".</summary>
    /// <param name="timeZone">The shop's IANA zone.</param>
    public static string Blocker(Blocker blocker, string language, string timeZone)
    {
        var until = blocker.Until is { } at ? Formats.Instant(at, language, timeZone) : null;
        return blocker.Code switch
        {
            BlockerCode.Grace => Grace(Value(blocker.Data, "category"), until, language),
            BlockerCode.Payment => until is null
                ? In(language, "the payment has not arrived yet", "le paiement n’est pas encore arrivé")
                : In(language, $"the payment has not arrived yet; it is awaited until {until}", $"le paiement n’est pas encore arrivé ; il est attendu jusqu’au {until}"),
            BlockerCode.Contact => Contact(Value(blocker.Data, "category"), language),
            BlockerCode.Stock => Stock(Value(blocker.Data, "sku"), until, language),
            BlockerCode.Hold => Hold(Value(blocker.Data, "reason"), language),
            BlockerCode.ProvisionalEdit => until is null
                ? In(language, "a change of the order waits for its payment", "une modification de la commande attend son paiement")
                : In(language, $"a change of the order waits for its payment until {until}", $"une modification de la commande attend son paiement jusqu’au {until}"),
            BlockerCode.Warehouse => until is null
                ? In(language, "the warehouse is closed", "l’entrepôt est fermé")
                : In(language, $"the warehouse is closed until {until}", $"l’entrepôt est fermé jusqu’au {until}"),
            BlockerCode.Notice => until is null
                ? In(language, "a last notice is running", "un dernier délai est en cours")
                : In(language, $"a last notice runs until {until}", $"un dernier délai court jusqu’au {until}"),
            BlockerCode.TestOrder => In(language, "this is a test order, and test orders are not sent", "c’est une commande de test, et les commandes de test ne sont pas envoyées"),
            BlockerCode.NothingToShip => In(language, "there is nothing to ship", "il n’y a rien à expédier"),
            _ => throw new ArgumentOutOfRangeException(nameof(blocker), blocker.Code, null),
        };
    }

    /// <summary>The whole plan in one sentence: "Held until Tuesday 7 July at 09:00 because: …; ….". Empty when nothing holds the order.</summary>
    public static string Plan(ReleasePlan plan, string language, string timeZone)
    {
        if (plan.Blockers.Count == 0) return "";
        var semicolon = In(language, "; ", " ; ");
        var reasons = string.Join(semicolon, plan.Blockers.Select(blocker => Blocker(blocker, language, timeZone)));
        return plan.ReleaseAt is { } at
            ? In(language, $"Held until {Formats.Instant(at, language, timeZone)} because: {reasons}.", $"En attente jusqu’au {Formats.Instant(at, language, timeZone)}, car : {reasons}.")
            : In(language, $"Held because: {reasons}.", $"En attente, car : {reasons}.");
    }

    private static string Grace(string category, string? until, string language)
    {
        var named = category.Length > 0 && category != "default";
        if (until is null) return In(language, "changes are still possible", "des modifications sont encore possibles");
        return named
            ? In(language, $"{category} allows changes until {until}", $"{category} : modifications possibles jusqu’au {until}")
            : In(language, $"changes are possible until {until}", $"des modifications sont possibles jusqu’au {until}");
    }

    private static string Contact(string category, string language) => category.Length == 0 || category == "default"
        ? In(language, "we have to speak with you before it can leave", "nous devons échanger avec vous avant l’envoi")
        : In(language, $"we have to speak with you before it can leave ({category})", $"nous devons échanger avec vous avant l’envoi ({category})");

    private static string Stock(string sku, string? until, string language)
    {
        var goods = sku.Length == 0 ? In(language, "goods are out of stock", "des articles manquent en stock") : In(language, $"{sku} is out of stock", $"{sku} manque en stock");
        return until is null ? goods : In(language, $"{goods}, expected {until}", $"{goods}, attendu le {until}");
    }

    private static string Hold(string reason, string language) => reason.Length == 0
        ? In(language, "the shop holds the order", "la boutique bloque la commande")
        : In(language, $"the shop holds the order ({reason})", $"la boutique bloque la commande ({reason})");
}
