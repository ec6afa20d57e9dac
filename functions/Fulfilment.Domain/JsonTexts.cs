using System.Text.Json;

namespace Fulfilment.Domain;

/// <summary>Looks at every text in a JSON document, names of members included.</summary>
public static class JsonTexts
{
    /// <summary>
    /// JSON may escape half of a surrogate pair ("\ud83d"), which is no text: reading it throws. Programs that cut a text in the middle of an emoji make such.
    /// </summary>
    /// <returns>Path of the first; null when all can be read.</returns>
    public static string? FindBroken(JsonElement json) => Find(json, "$", static text => text is null);

    /// <returns>Path of the first text of more than so many UTF-16 characters; null when there is none.</returns>
    public static string? FindLonger(JsonElement json, int length) => Find(json, "$", text => text?.Length > length);

    private static string? Find(JsonElement json, string path, Func<string?, bool> isSought) => json.ValueKind switch
    {
        JsonValueKind.String => isSought(Read(json.GetString)) ? path : null,
        JsonValueKind.Array => json.EnumerateArray().Select((item, index) => Find(item, $"{path}[{index}]", isSought)).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => json.EnumerateObject().Select(member => Member(member, path, isSought)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static string? Member(JsonProperty member, string path, Func<string?, bool> isSought)
    {
        var name = Read(() => member.Name);
        return isSought(name) ? path : Find(member.Value, $"{path}.{name}", isSought);
    }

    /// <summary>Null for what is no text.</summary>
    private static string? Read(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
