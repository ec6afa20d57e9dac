namespace Fulfilment.Integrations.Storefronts.Json;

internal static class Lookup
{
    /// <summary>Settings are written by people: a key matches in any case.</summary>
    public static T? IgnoringCase<T>(this IReadOnlyDictionary<string, T> table, string? key) where T : class
    {
        if (key is null || table.Count == 0) return null;
        if (table.TryGetValue(key, out var exact)) return exact;
        foreach (var (name, value) in table)
            if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }
}
