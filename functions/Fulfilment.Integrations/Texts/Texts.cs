using System.Globalization;
using Fulfilment.Domain;

namespace Fulfilment.Integrations;

/// <summary>
/// What customers and staff read, in French and English, from the codes and values the domain speaks in. Mails and web pages use
/// the same texts. Languages are "fr" and "en" (any French locale is "fr", any other "en").
/// </summary>
public static partial class Texts
{
    private static bool French(string language) => Formats.Language(language) == "fr";

    /// <summary>Picks a language's text.</summary>
    private static string In(string language, string english, string french) => French(language) ? french : english;

    /// <summary>"Name: value", with the space that French sets before a colon.</summary>
    public static string Pair(string name, string value, string language) => In(language, $"{name}: {value}", $"{name} : {value}");

    private static string Value(IReadOnlyDictionary<string, string> data, string name) => data.TryGetValue(name, out var value) ? value : "";

    /// <summary>An amount that came as text; as it came when it cannot be read.</summary>
    private static string Amount(string amount, string currency, string language) =>
        currency.Length == 3 && currency.All(char.IsAsciiLetter) && decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var major)
            ? Formats.Money(Money.Round(major * Currency.Of(currency).MinorPerMajor, Currency.Of(currency)), language)
            : $"{amount} {currency}".Trim();

    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}{(text[^1] is '.' or '!' or '?' ? "" : ".")}";
}
