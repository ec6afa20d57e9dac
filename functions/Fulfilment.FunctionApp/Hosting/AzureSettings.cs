using Azure.Identity;
using Fulfilment.Azure.Storage;
using Microsoft.Extensions.Configuration;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>
/// The storage account, by the settings that the Functions host itself uses: a connection string in <c>AzureWebJobsStorage</c>, or
/// <c>AzureWebJobsStorage__accountName</c> (or both service addresses) and a managed identity.
/// </summary>
public static class AzureSettings
{
    public const string Connection = "AzureWebJobsStorage";

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

    private static Uri Address(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } uri) return new Uri(uri);
        return section["accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new FormatException($"{Connection} is not set: give a connection string, or {Connection}__accountName for a managed identity.");
    }
}
