using System.Globalization;
using Fulfilment.Domain;
using NodaTime;

namespace Fulfilment.Integrations;

/// <summary>
/// Money and times as people read them in French and English. Written out here, not taken from the machine's cultures, so that
/// a mail reads the same on every host.
/// </summary>
public static class Formats
{
    private const char NoBreakSpace = '\u00A0';

    private static readonly string[] EnglishDays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] FrenchDays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    private static readonly string[] EnglishMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] FrenchMonths = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    /// <summary>"fr" for any French locale, "en" for all others: the two languages there are.</summary>
    public static string Language(string? locale) => locale is { Length: >= 2 } && locale.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? "fr" : "en";

    /// <summary>"1 234,50 €" or "€1,234.50"; currencies without a well-known sign by their code.</summary>
    public static string Money(Money money, string language)
    {
        var french = Language(language) == "fr";
        var number = Number(Math.Abs(money.Major), money.Currency.Digits, french);
        var minus = money.IsNegative ? "-" : "";
        var sign = money.Currency.Code switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", _ => null };
        if (french) return $"{minus}{number}{NoBreakSpace}{sign ?? money.Currency.Code}";
        return sign is null ? $"{minus}{money.Currency.Code}{NoBreakSpace}{number}" : $"{minus}{sign}{number}";
    }

    /// <summary>"Tuesday 7 July at 09:00", in the given zone.</summary>
    /// <param name="timeZone">IANA id.</param>
    public static string Instant(DateTimeOffset at, string language, string timeZone)
    {
        var local = Local(at, timeZone);
        var to = Language(language) == "fr" ? "à" : "at";
        return $"{Day(local, language)} {to} {Clock(local)}";
    }

    /// <summary>"Tuesday 7 July".</summary>
    public static string Date(DateTimeOffset at, string language, string timeZone) => Day(Local(at, timeZone), language);

    public static string Date(DateOnly date, string language) => Day(new LocalDateTime(date.Year, date.Month, date.Day, 0, 0), language);

    /// <summary>"09:00".</summary>
    public static string Clock(DateTimeOffset at, string timeZone) => Clock(Local(at, timeZone));

    private static LocalDateTime Local(DateTimeOffset at, string timeZone) =>
        NodaTime.Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[timeZone]).LocalDateTime;

    private static string Day(LocalDateTime local, string language)
    {
        var french = Language(language) == "fr";
        var day = (french ? FrenchDays : EnglishDays)[(int)local.DayOfWeek - 1];
        var number = french && local.Day == 1 ? "1er" : local.Day.ToString(CultureInfo.InvariantCulture);
        return $"{day} {number} {(french ? FrenchMonths : EnglishMonths)[local.Month - 1]}";
    }

    private static string Clock(LocalDateTime local) => string.Create(CultureInfo.InvariantCulture, $"{local.Hour:00}:{local.Minute:00}");

    private static string Number(decimal value, int digits, bool french)
    {
        var text = value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return french ? text.Replace(',', NoBreakSpace).Replace('.', ',') : text;
    }
}
