namespace Fulfilment.Integrations;

/// <summary>Files embedded in this assembly, named by their path in the project with forward slashes.</summary>
internal static class Resources
{
    public static string Text(string name) => TryText(name) ?? throw new InvalidOperationException($"The embedded file {name} is missing from the build.");

    public static string? TryText(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
