using Azure.Core;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Storage;

/// <summary>Where an account's tables and queues are and who may use them: an account key or an Entra identity.</summary>
public sealed class StorageAccount
{
    private const string DevelopmentName = "devstoreaccount1";
    // Azurite's published key; it opens nothing but an emulator.
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly byte[]? _key;

    private StorageAccount(string name, Uri tables, Uri queues, byte[]? key, TokenCredential? credential)
    {
        Name = name;
        Tables = tables;
        Queues = queues;
        _key = key;
        Credential = credential;
    }

    public string Name { get; }

    public Uri Tables { get; }

    public Uri Queues { get; }

    /// <summary>Null when the account's key is used.</summary>
    public TokenCredential? Credential { get; }

    /// <summary>Base64; null when an identity is used.</summary>
    public string? Key => _key is null ? null : Convert.ToBase64String(_key);

    /// <param name="tables">For example "https://account.table.core.windows.net".</param>
    /// <param name="queues">For example "https://account.queue.core.windows.net".</param>
    public static StorageAccount WithIdentity(Uri tables, Uri queues, TokenCredential credential) =>
        new(tables.Host.Split('.')[0], tables, queues, null, credential);

    /// <exception cref="FormatException">Names the part that is missing or malformed, never the key.</exception>
    public static StorageAccount Parse(string connectionString)
    {
        var parts = Parts(connectionString);
        if (parts.ContainsKey("UseDevelopmentStorage"))
        {
            var root = parts.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1").TrimEnd('/');
            return new(DevelopmentName, new($"{root}:10002/{DevelopmentName}"), new($"{root}:10001/{DevelopmentName}"), Convert.FromBase64String(DevelopmentKey), null);
        }

        var name = Part(parts, "AccountName");
        var key = new byte[256];
        if (!Convert.TryFromBase64String(Part(parts, "AccountKey"), key, out var length)) throw new FormatException("AccountKey of the storage connection string is no base64.");
        var scheme = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new(name, Endpoint("Table"), Endpoint("Queue"), key[..length], null);

        Uri Endpoint(string service) => new(parts.GetValueOrDefault(service + "Endpoint", $"{scheme}://{name}.{service.ToLowerInvariant()}.{suffix}"));
    }

    internal TableAuthorization TableAuthorization() => _key is null ? new TokenAuthorization(Credential!) : new SharedKeyAuthorization(Name, _key);

    private static Dictionary<string, string> Parts(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Keys end in "=", so only the first one separates.
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException("A storage connection string is made of Name=Value parts.");
            parts[part[..equals]] = part[(equals + 1)..];
        }

        return parts;
    }

    private static string Part(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var value) && value.Length > 0 ? value : throw new FormatException($"The storage connection string has no {name}.");
}
