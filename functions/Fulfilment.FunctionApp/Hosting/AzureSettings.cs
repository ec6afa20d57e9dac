using System.Globalization;
using System.Text.Json;
using Azure.Identity;
using Fulfilment.Azure.Storage;
using Fulfilment.FunctionApp.Adapters;
using Microsoft.Extensions.Configuration;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>
/// The storage account, by the settings that the Functions host itself uses: a connection string in <c>AzureWebJobsStorage</c>, or
/// <c>AzureWebJobsStorage__accountName</c> (or both service addresses) and a managed identity.
/// </summary>
public static class AzureSettings
{
    public const string Connection = "AzureWebJobsStorage";

    /// <summary>An application setting of its own, for a backend whose limit was raised.</summary>
    public const string PayloadSetting = "DurableTaskMaxPayloadBytes";

    /// <summary>How the Functions host lets a setting win over host.json.</summary>
    private const string BackendSetting = "AzureFunctionsJobHost:extensions:durableTask:storageProvider:type";

    /// <exception cref="FormatException">Neither is there, or what is there is malformed.</exception>
    public static StorageAccount Storage(IConfiguration configuration)
    {
        if (configuration[Connection] is { Length: > 0 } connectionString) return StorageAccount.Parse(connectionString);
        var section = configuration.GetSection(Connection);
        var credential = section["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
        return StorageAccount.WithIdentity(Address(section, "table"), Address(section, "queue"), credential);
    }

    /// <summary>What a payload may have: the setting, else what suits the backend that host.json or the settings over it name.</summary>
    /// <param name="folder">Where host.json lies.</param>
    public static PayloadLimit Payloads(IConfiguration configuration, string folder)
    {
        if (configuration[PayloadSetting] is { Length: > 0 } text)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes >= 64 * 1024
                ? new PayloadLimit(bytes)
                : throw new FormatException($"{PayloadSetting} must be a whole number of bytes from 65536, not '{text}'.");
        }

        var backend = configuration[BackendSetting] ?? HostJsonBackend(Path.Combine(folder, "host.json"));
        return string.Equals(backend, "azureManaged", StringComparison.OrdinalIgnoreCase) ? PayloadLimit.Scheduler : PayloadLimit.AzureStorage;
    }

    private static string? HostJsonBackend(string file)
    {
        if (!File.Exists(file)) return null;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var at = json.RootElement;
        foreach (var name in (string[])["extensions", "durableTask", "storageProvider", "type"])
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at.GetString();
    }

    private static Uri Address(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } uri)
        {
            return Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
                ? address
                : throw new FormatException($"{Connection}__{service}ServiceUri must be an https address such as https://account.{service}.core.windows.net, not '{uri}'.");
        }

        if (section["accountName"] is { Length: > 0 } account)
        {
            return account.All(char.IsAsciiLetterOrDigit)
                ? new Uri($"https://{account}.{service}.core.windows.net")
                : throw new FormatException($"{Connection}__accountName is the name alone (3 to 24 letters and digits), not '{account}'.");
        }

        throw new FormatException(section["tableServiceUri"] is { Length: > 0 } || section["queueServiceUri"] is { Length: > 0 }
            ? $"{Connection}__{service}ServiceUri is not set: with service addresses both {Connection}__tableServiceUri and {Connection}__queueServiceUri are needed."
            : $"{Connection} is not set: give a connection string, or {Connection}__accountName for a managed identity.");
    }
}
