using System.Globalization;
using System.Text.RegularExpressions;

namespace Fulfilment.Web.Policy;

/// <summary>Minutes as an admin writes them: "45 min", "10 h", "1 d 2 h 30 min", or a plain number of minutes.</summary>
internal static partial class Durations
{
    public static string Text(int minutes)
    {
        if (minutes == 0) return "0 min";
        var parts = new List<string>(3);
        Add(minutes / 1440, "d");
        Add(minutes % 1440 / 60, "h");
        Add(minutes % 60, "min");
        return string.Join(' ', parts);

        void Add(int number, string unit)
        {
            if (number > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{number} {unit}"));
        }
    }

    /// <summary>Null when it is none.</summary>
    public static int? Parse(string text)
    {
        if (Pattern().Match(text.Trim().ToLowerInvariant()) is not { Success: true } match) return null;
        if (match.Groups["plain"].Success) return Whole(match.Groups["plain"].Value);
        var minutes = 0L;
        foreach (var (group, factor) in ((string, int)[])[("d", 1440), ("h", 60), ("m", 1)])
        {
            if (!match.Groups[group].Success) continue;
            if (Whole(match.Groups[group].Value) is not { } number) return null;
            minutes += (long)number * factor;
        }

        return minutes <= int.MaxValue ? (int)minutes : null;
    }

    private static int? Whole(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(?:(?<plain>\d+)|(?=\d)(?:(?<d>\d+)\s*(?:d|j|days?|jours?))?\s*(?:(?<h>\d+)\s*(?:h|hours?|heures?))?\s*(?:(?<m>\d+)\s*(?:m|min|minutes?))?)$")]
    private static partial Regex Pattern();
}
