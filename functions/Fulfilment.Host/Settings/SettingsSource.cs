using System.Text.Json;
using Fulfilment.Host.Cli;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Fulfilment.Host.Settings;

/// <summary>The three layers of settings and which of them said what: file, then environment, then command line.</summary>
internal sealed class SettingsSource
{
    public const string FileName = "fulfil.json";
    public const string EnvironmentPrefix = "Fulfilment__";
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _file;

    private SettingsSource(string directory, IConfigurationRoot root)
    {
        Directory = directory;
        _file = Path.Combine(directory, FileName);
        Root = root;
    }

    public string Directory { get; }

    public IConfigurationRoot Root { get; }

    /// <param name="assignments">From the command line, each "path:to:setting=value".</param>
    /// <exception cref="UserError">The file is not JSON (with its line) or an assignment is malformed.</exception>
    public static SettingsSource Read(string directory, IReadOnlyList<string> assignments)
    {
        var builder = new ConfigurationBuilder();
        var file = Path.Combine(directory, FileName);
        if (File.Exists(file)) builder.AddJsonStream(Checked(file));
        builder.AddEnvironmentVariables(EnvironmentPrefix);
        builder.AddInMemoryCollection(assignments.Select(Assignment));
        try
        {
            return new(directory, builder.Build());
        }
        catch (FormatException e)
        {
            // What the JSON provider says of a key that stands twice.
            throw new UserError($"{file}: {e.Message} Keep one of them.", inner: e);
        }
    }

    /// <summary>
    /// App Service hands a Key Vault reference that it cannot resolve on as its own text: the secret is not there yet, or was deleted. Anybody could guess that text, so
    /// a setting that is one counts as not set.
    /// </summary>
    public static bool IsUnresolved(string? value) => value is not null && value.AsSpan().TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where each setting was said that is such a reference.</summary>
    public IReadOnlyList<string> Unresolved() =>
        [.. Root.AsEnumerable().Where(setting => IsUnresolved(setting.Value)).Select(setting => Origin(setting.Key)).Order(StringComparer.Ordinal)];

    /// <summary>Where the setting was said: the file's path, the variable's name or the option.</summary>
    public string Origin(string path)
    {
        var provider = Root.Providers.LastOrDefault(p => p.TryGet(path, out _));
        return provider switch
        {
            EnvironmentVariablesConfigurationProvider => $"environment {EnvironmentPrefix}{path.Replace(":", "__", StringComparison.Ordinal)}",
            MemoryConfigurationProvider => $"--set {path}",
            null or JsonStreamConfigurationProvider => $"{_file}: {path}",
            _ => throw new InvalidOperationException($"Settings come from an unknown layer {provider.GetType().Name}."),
        };
    }

    /// <summary>The file's bytes after a parse of our own, which knows the line of a fault.</summary>
    private static MemoryStream Checked(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            using var document = JsonDocument.Parse(bytes, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new UserError($"{file}: the settings must be one JSON object {{…}}.");
            return new MemoryStream(bytes);
        }
        catch (JsonException e)
        {
            throw new UserError($"{file}, line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not valid JSON. {JsonFault.Plain(e)}", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {file}: {e.Message}", inner: e);
        }
    }

    private static KeyValuePair<string, string?> Assignment(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals], text[(equals + 1)..])
            : throw new UserError($"--set takes path:to:setting=value, not '{text}'.", UserError.BadArguments);
    }
}

internal static class JsonFault
{
    /// <summary>The parser's message without the position that it appends: the caller prints that first.</summary>
    public static string Plain(JsonException e)
    {
        var end = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        if (end < 0) end = e.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }
}
