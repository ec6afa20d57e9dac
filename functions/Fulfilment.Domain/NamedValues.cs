namespace Fulfilment.Domain;

internal static class NamedValues
{
    /// <summary>Nulls are left out.</summary>
    public static Dictionary<string, string> Of(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var data = new Dictionary<string, string>();
        foreach (var (name, value) in values)
        {
            if (value is not null) data[name] = value;
        }

        return data;
    }

    public static bool Same(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
