using System.Net;
using System.Text.RegularExpressions;

namespace Fulfilment.Web.Tests.World;

/// <summary>Reads forms from a page and posts them as a browser would.</summary>
public static partial class Forms
{
    /// <summary>Values of hidden fields in the first form whose markup contains the given text.</summary>
    public static Dictionary<string, string> Hidden(string html, string containing)
    {
        var form = FormPattern().Matches(html).Select(m => m.Value).FirstOrDefault(f => f.Contains(containing, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No form contains '{containing}'.");
        return HiddenPattern().Matches(form).ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));
    }

    public static async Task<Reply> PostFormAsync(this Site site, string path, IReadOnlyDictionary<string, string> fields, string? cookie = null)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await site.SendAsync(HttpMethod.Post, path, null, content, cookie is null ? [] : [("Cookie", cookie)]);
    }

    public static Dictionary<string, string> With(this Dictionary<string, string> fields, params (string Name, string Value)[] more)
    {
        foreach (var (name, value) in more) fields[name] = value;
        return fields;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenPattern();
}
