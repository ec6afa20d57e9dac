using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

public sealed class FakeStores : IStoreDirectory
{
    private readonly Dictionary<string, StoreSettings> _stores = [];

    public void Have(StoreSettings store) => _stores[store.Profile.Id] = store;

    public StoreSettings? Find(string store) => _stores.GetValueOrDefault(store);

    public IReadOnlyCollection<StoreSettings> All => _stores.Values;
}

public sealed class FakePolicies(Ledger ledger, TimeProvider clock) : IPolicyStore
{
    private readonly Dictionary<string, List<PolicyVersion>> _versions = [];

    public void Have(string store, ReleasePolicy policy)
    {
        Versions(store).RemoveAll(v => v.Version == policy.Version);
        Versions(store).Add(new(policy.Version, clock.GetUtcNow(), "setup", policy));
    }

    public Task<ReleasePolicy> GetAsync(string store, CancellationToken cancellationToken = default) =>
        Task.FromResult(Versions(store).LastOrDefault()?.Policy ?? new ReleasePolicy());

    public async Task<ReleasePolicy?> PutAsync(string store, ReleasePolicy policy, int expectedVersion, string by, CancellationToken cancellationToken = default)
    {
        ledger.Record($"policy.put {store}");
        if ((await GetAsync(store, cancellationToken)).Version != expectedVersion) return null;
        var saved = policy with { Version = expectedVersion + 1 };
        Versions(store).Add(new(saved.Version, clock.GetUtcNow(), by, saved));
        return saved;
    }

    public Task<IReadOnlyList<PolicyVersion>> HistoryAsync(string store, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PolicyVersion>>([.. Versions(store).AsEnumerable().Reverse()]);

    private List<PolicyVersion> Versions(string store) => _versions.TryGetValue(store, out var list) ? list : _versions[store] = [];
}

public sealed class FakeCatalogue(Ledger ledger) : ICatalogue
{
    private readonly Dictionary<(string Store, string Sku), CatalogueItem> _items = [];
    private readonly Dictionary<string, IReadOnlyList<ShippingQuote>> _shipping = [];

    /// <summary>More at once are refused as too large.</summary>
    public int MaxItems { get; set; } = int.MaxValue;

    public void Have(string store, params CatalogueItem[] items)
    {
        foreach (var item in items) _items[(store, item.Sku)] = item;
    }

    public void Have(string store, params ShippingQuote[] services) => _shipping[store] = services;

    public Task<IReadOnlyList<CatalogueItem>> FindAsync(string store, IReadOnlyList<string> skus, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<CatalogueItem>>([.. skus.Distinct().Select(s => _items.GetValueOrDefault((store, s))).OfType<CatalogueItem>()]);

    public Task<Page<CatalogueItem>> ListAsync(string store, string? search = null, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Page<CatalogueItem>([.. _items.Where(i => i.Key.Store == store && (search is null || i.Key.Sku.Contains(search, StringComparison.OrdinalIgnoreCase))).Select(i => i.Value).OrderBy(i => i.Sku, StringComparer.Ordinal).Take(limit)], null));

    public Task ImportAsync(string store, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken = default)
    {
        if (items.Count > MaxItems) throw new DurableTask.PayloadTooLargeException("An import", items.Count, MaxItems);
        ledger.Record($"catalogue.import {items.Count}");
        Have(store, [.. items]);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ShippingQuote>> ShippingAsync(string store, CancellationToken cancellationToken = default) =>
        Task.FromResult(_shipping.GetValueOrDefault(store) ?? []);

    public Task PutShippingAsync(string store, IReadOnlyList<ShippingQuote> services, CancellationToken cancellationToken = default)
    {
        ledger.Record($"catalogue.shipping {services.Count}");
        _shipping[store] = services;
        return Task.CompletedTask;
    }
}
