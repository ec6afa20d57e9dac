using System.Globalization;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Settings;

/// <summary>A section of the settings that notes which of its keys were asked for, so that a misspelt one is an error and not silence.</summary>
internal sealed class StrictSection(SettingsSource source, string path)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    private IConfiguration Section => path.Length == 0 ? source.Root : source.Root.GetSection(path);

    public string Text(string key, string fallback) => Optional(key) ?? fallback;

    /// <returns>Null when it is not set, or set to null or nothing, or to a reference that was not resolved.</returns>
    public string? Optional(string key)
    {
        _known.Add(key);
        var section = source.Root.GetSection(At(key));
        if (section.GetChildren().Any()) throw Fault(key, "is one value, not a group of settings");
        return string.IsNullOrEmpty(section.Value) || SettingsSource.IsUnresolved(section.Value) ? null : section.Value;
    }

    /// <summary>True: somebody did set it, and its value could not be fetched so far.</summary>
    public bool IsUnresolved(string key) => SettingsSource.IsUnresolved(source.Root.GetSection(At(key)).Value);

    public int Whole(string key, int fallback, int min, int max)
    {
        if (Optional(key) is not { } text) return fallback;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Fault(key, $"must be a whole number from {min} to {max}, not '{text}'");
    }

    public bool Flag(string key, bool fallback)
    {
        if (Optional(key) is not { } text) return fallback;
        return bool.TryParse(text, out var value) ? value : throw Fault(key, $"must be true or false, not '{text}'");
    }

    public string OneOf(string key, string fallback, params ReadOnlySpan<string> choices)
    {
        var text = Text(key, fallback);
        return choices.Contains(text) ? text : throw Fault(key, $"must be one of {string.Join(", ", choices!)}, not '{text}'");
    }

    public IReadOnlyList<string> List(string key)
    {
        _known.Add(key);
        var section = source.Root.GetSection(At(key));
        if (!string.IsNullOrEmpty(section.Value)) throw Fault(key, "is a list: [\"…\"] in the file, or one variable each with __0, __1, … in the environment");
        var values = new List<string>();
        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)) throw Fault($"{key}:{child.Key}", "is not a place in a list (0, 1, …)");
            if (SettingsSource.IsUnresolved(child.Value)) continue;
            values.Add(string.IsNullOrWhiteSpace(child.Value) ? throw Fault($"{key}:{child.Key}", "is empty") : child.Value);
        }

        return values;
    }

    public IReadOnlyDictionary<string, string> Map(string key)
    {
        _known.Add(key);
        return source.Root.GetSection(At(key)).GetChildren().ToDictionary(
            child => child.Key, child => child.Value ?? throw Fault($"{key}:{child.Key}", "is one value, not a group of settings"), StringComparer.OrdinalIgnoreCase);
    }

    public StrictSection Child(string key)
    {
        _known.Add(key);
        var section = source.Root.GetSection(At(key));
        if (!string.IsNullOrEmpty(section.Value)) throw Fault(key, "is a group of settings {…}, not one value");
        return new StrictSection(source, At(key));
    }

    /// <summary>The names one below this section, for maps of groups.</summary>
    public IReadOnlyList<string> Names() => [.. Section.GetChildren().Select(c => c.Key)];

    /// <exception cref="UserError">There is a setting that nobody asked for.</exception>
    public void RefuseUnknown()
    {
        foreach (var child in Section.GetChildren())
        {
            if (!_known.Contains(child.Key))
                throw Fault(child.Key, $"is no setting. Known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    public UserError Fault(string key, string what)
    {
        var leaf = FirstLeaf(source.Root.GetSection(At(key)));
        return new($"{source.Origin(leaf)} {(leaf == At(key) ? "" : $"({At(key)}) ")}{what}.");
    }

    private string At(string key) => path.Length == 0 ? key : $"{path}:{key}";

    // Only leaves have an origin; a group is reported by the first thing in it.
    private static string FirstLeaf(IConfigurationSection section)
    {
        while (section.Value is null && section.GetChildren().FirstOrDefault() is { } child) section = child;
        return section.Path;
    }
}
