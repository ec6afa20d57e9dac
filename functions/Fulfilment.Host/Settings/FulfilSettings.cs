using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Settings;

/// <summary>Everything <c>fulfil.json</c>, the environment and the command line say together.</summary>
/// <param name="Urls">Where the service listens, separated by semicolons; null: the default.</param>
public sealed record FulfilSettings(string? Urls, IReadOnlyList<StoreEntry> Stores)
{
    public const int DefaultRetentionDays = 120;
    public const int MaxRetentionDays = 36_500;

    /// <summary>Ended orders' histories, webhook bodies, mails and tokens go this long after they ended.</summary>
    public int RetentionDays { get; init; } = DefaultRetentionDays;

    /// <summary>Where traces and metrics are sent, OTLP over HTTP; null: as the standard environment says, else nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Lets the first admin in where nobody reads a terminal; null: off.</summary>
    public string? BootstrapSecret { get; init; }

    /// <summary>Settings that count as not set, since the Key Vault reference in their place was not resolved; where each was said.</summary>
    public IReadOnlyList<string> Unresolved { get; init; } = [];
}

/// <param name="PolicyFile">Release policy to begin with, absolute; used only while the store has none of its own. Null: the defaults.</param>
public sealed record StoreEntry(StoreSettings Store, string? PolicyFile);

/// <summary>The stores of the settings, by their key.</summary>
public sealed class StoreDirectory(IEnumerable<StoreSettings> stores) : IStoreDirectory
{
    private readonly Dictionary<string, StoreSettings> _stores = stores.ToDictionary(s => s.Profile.Id, StringComparer.Ordinal);

    public StoreSettings? Find(string store) => _stores.GetValueOrDefault(store);

    public IReadOnlyCollection<StoreSettings> All => _stores.Values;
}
