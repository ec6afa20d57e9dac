using Fulfilment.Integrations;

namespace Fulfilment.Web.Pages;

/// <summary>The language a page is in: picks between the two wordings.</summary>
/// <param name="Code">"fr" or "en".</param>
public readonly record struct Lang(string Code)
{
    public string this[string english, string french] => Code == "fr" ? french : english;

    public static readonly Lang English = new("en");

    /// <summary>What was asked for with ?lang=, else the given one.</summary>
    public static Lang Of(HttpRequest request, string otherwise) => new(request.Query["lang"].ToString() switch
    {
        "fr" => "fr",
        "en" => "en",
        _ => Formats.Language(otherwise),
    });
}
