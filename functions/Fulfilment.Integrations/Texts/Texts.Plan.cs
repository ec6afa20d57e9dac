using System.Globalization;
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
            BlockerCode.Payment => Payment(blocker, language, timeZone),
            BlockerCode.Contact => Contact(blocker, language),
            BlockerCode.Stock => Stock(Value(blocker.Data, "sku"), until, language),
            BlockerCode.Hold => Hold(Value(blocker.Data, "reason"), language),
            BlockerCode.ProvisionalEdit => Provisional(blocker, until, language),
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

    private static string Payment(Blocker blocker, string language, string timeZone)
    {
        var amount = Amount(blocker, language);
        var open = amount.Length == 0
            ? In(language, "the payment has not arrived yet", "le paiement n’est pas encore arrivé")
            : In(language, $"the payment of {amount} has not arrived yet", $"le paiement de {amount} n’est pas encore arrivé");
        return Time(blocker, "expires") is { } expires
            ? In(language, $"{open}; the order lapses on {Formats.Instant(expires, language, timeZone)}", $"{open} ; la commande expire le {Formats.Instant(expires, language, timeZone)}")
            : open;
    }

    private static string Contact(Blocker blocker, string language)
    {
        if (Value(blocker.Data, "declined") == "true") return In(language, "your confirmation was declined; the shop will contact you", "vous avez refusé la confirmation ; la boutique vous contactera");
        var category = Value(blocker.Data, "category");
        return category.Length == 0 || category == "default"
            ? In(language, "your confirmation is needed before it can leave", "votre confirmation est nécessaire avant l’envoi")
            : In(language, $"your confirmation is needed before it can leave ({category})", $"votre confirmation est nécessaire avant l’envoi ({category})");
    }

    /// <param name="goods">What is missing ("2 × MUG-1, 1 × LAMP"); empty before anything is known.</param>
    private static string Stock(string goods, string? until, string language)
    {
        if (goods.Length == 0) return In(language, "the goods are being set apart", "les articles sont en cours de réservation");
        return until is null
            ? In(language, $"out of stock: {goods}", $"en rupture de stock : {goods}")
            : In(language, $"out of stock: {goods}, expected {until}", $"en rupture de stock : {goods}, attendu {until}");
    }

    private static string Provisional(Blocker blocker, string? until, string language)
    {
        var amount = Amount(blocker, language);
        var change = amount.Length == 0
            ? In(language, "a change of the order waits for its payment", "une modification de la commande attend son paiement")
            : In(language, $"a change of the order waits for its payment of {amount}", $"une modification de la commande attend son paiement de {amount}");
        return until is null ? change : In(language, $"{change} until {until}", $"{change} jusqu’au {until}");
    }

    /// <summary>Empty when the blocker names no amount.</summary>
    private static string Amount(Blocker blocker, string language) => Amount(Value(blocker.Data, "amount"), Value(blocker.Data, "currency"), language);

    private static DateTimeOffset? Time(Blocker blocker, string name) =>
        DateTimeOffset.TryParse(Value(blocker.Data, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string Hold(string reason, string language) => reason.Length == 0
        ? In(language, "the shop holds the order", "la boutique bloque la commande")
        : In(language, $"the shop holds the order ({reason})", $"la boutique bloque la commande ({reason})");
}
