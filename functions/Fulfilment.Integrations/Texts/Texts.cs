using Fulfilment.Domain.Orders;

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

    private static string Value(IReadOnlyDictionary<string, string> data, string name) => data.TryGetValue(name, out var value) ? value : "";

    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}{(text[^1] is '.' or '!' or '?' ? "" : ".")}";
}
