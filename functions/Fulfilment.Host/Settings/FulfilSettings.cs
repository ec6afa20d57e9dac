using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Settings;

/// <summary>Everything <c>fulfil.json</c>, the environment and the command line say together.</summary>
/// <param name="Urls">Where the service listens, separated by semicolons; null: the default.</param>
/// <param name="BootstrapSecret">Lets the first admin in where nobody reads a terminal; null: off.</param>
public sealed record FulfilSettings(string? Urls, IReadOnlyList<StoreEntry> Stores, string? BootstrapSecret = null);

/// <param name="PolicyFile">Release policy to begin with, absolute; used only while the store has none of its own. Null: the defaults.</param>
public sealed record StoreEntry(StoreSettings Store, string? PolicyFile);

/// <summary>The stores of the settings, by their key.</summary>
public sealed class StoreDirectory(IEnumerable<StoreSettings> stores) : IStoreDirectory
{
    private readonly Dictionary<string, StoreSettings> _stores = stores.ToDictionary(s => s.Profile.Id, StringComparer.Ordinal);

    public StoreSettings? Find(string store) => _stores.GetValueOrDefault(store);

    public IReadOnlyCollection<StoreSettings> All => _stores.Values;
}
