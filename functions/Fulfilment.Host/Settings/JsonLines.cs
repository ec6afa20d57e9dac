using System.Text;
using System.Text.Json;

namespace Fulfilment.Host.Settings;

/// <summary>Where in a JSON text something is.</summary>
internal static class JsonLines
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The line, from 1, of what the path names ("$.categories.engraved"); of its nearest parent that is there when it is not.</summary>
    public static int LineOf(string json, string path)
    {
        var wanted = path.Split('.').Skip(1).ToList();
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, Options);
        var names = new Stack<string>();
        var (found, position) = (0, 0L);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            while (names.Count >= reader.CurrentDepth) names.Pop();
            names.Push(reader.GetString()!);
            var matched = Matched(wanted, names);
            if (matched > found) (found, position) = (matched, reader.TokenStartIndex);
        }

        return 1 + bytes.AsSpan(0, (int)position).Count((byte)'\n');
    }

    /// <summary>How deep it is, when it lies on the way; 0 when it does not.</summary>
    private static int Matched(List<string> wanted, Stack<string> names) =>
        names.Count <= wanted.Count && names.Reverse().Zip(wanted).All(pair => string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)) ? names.Count : 0;
}
