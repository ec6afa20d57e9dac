using System.Globalization;
using System.Text.Json;

namespace Fulfilment.Domain;

/// <summary>Looks at every text in a JSON document, names of members included.</summary>
public static class JsonTexts
{
    /// <summary>Why a text that <see cref="FindBroken"/> found is refused.</summary>
    public const string Broken = "This text has half a character in it (a lone surrogate).";

    /// <summary>
    /// JSON may escape half of a surrogate pair ("\ud83d"), which is no text: reading it throws. Programs that cut a text in the middle of an emoji make such.
    /// </summary>
    /// <returns>Path of the first; null when all can be read.</returns>
    public static string? FindBroken(JsonElement json) => Find(json, static text => text is null) is { } path ? "$" + path : null;

    /// <returns>Path of the first text of more than so many UTF-16 characters; null when there is none.</returns>
    public static string? FindLonger(JsonElement json, int length) => Find(json, text => text?.Length > length) is { } path ? "$" + path : null;

    /// <summary>The path is put together on the way back: nearly every document is all right.</summary>
    private static string? Find(JsonElement json, Func<string?, bool> isSought)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return isSought(Read(json.GetString)) ? "" : null;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    if (Find(item, isSought) is { } path) return string.Create(CultureInfo.InvariantCulture, $"[{index}]{path}");
                    index++;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    var name = Read(() => member.Name);
                    if (isSought(name)) return "";
                    if (Find(member.Value, isSought) is { } path) return $".{name}{path}";
                }

                return null;
            default:
                return null;
        }
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
