using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Ports;

/// <summary>What the shop sells and what shipping costs: where prices of added lines come from, never from the client.</summary>
public interface ICatalogue
{
    /// <summary>Those found, active or not.</summary>
    Task<IReadOnlyList<CatalogueItem>> FindAsync(string store, IReadOnlyList<string> skus, CancellationToken cancellationToken = default);

    /// <summary>Ordered by sku. The search is in sku, titles and category; case and accents do not count.</summary>
    Task<Page<CatalogueItem>> ListAsync(string store, string? search = null, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces items by sku, all or none.</summary>
    Task ImportAsync(string store, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken = default);

    /// <summary>In the order in which they were put.</summary>
    Task<IReadOnlyList<ShippingQuote>> ShippingAsync(string store, CancellationToken cancellationToken = default);

    /// <summary>Replaces the store's shipping services and prices.</summary>
    Task PutShippingAsync(string store, IReadOnlyList<ShippingQuote> services, CancellationToken cancellationToken = default);
}
