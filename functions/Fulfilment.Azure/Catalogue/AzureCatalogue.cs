using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Catalogue;

/// <summary>A row per item in the store's partition.</summary>
internal sealed class AzureCatalogue(AzureTables tables, CatalogueImports imports) : ICatalogue
{
    private const string Shipping = "s";

    public async Task<IReadOnlyList<CatalogueItem>> FindAsync(string store, IReadOnlyList<string> skus, CancellationToken cancellationToken = default)
    {
        var found = await Task.WhenAll(skus.Distinct(StringComparer.Ordinal).Select(sku => tables.Catalogue.GetAsync(TableKey.Escape(store), CatalogueRows.Item(sku), cancellationToken)));
        return await Task.WhenAll(found.OfType<TableEntity>().Select(row => ReadAsync(row, cancellationToken)));
    }

    public Task<Page<CatalogueItem>> ListAsync(string store, string? search = null, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var text = Folding.Fold(search ?? "").Trim();
        var after = cursor is null ? CatalogueRows.ItemPrefix : SkuCursor.Decode(cursor);
        var filter = TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(CatalogueRows.ItemPrefix), TableFilter.RowsAfter(after));
        var rows = tables.Catalogue.QueryAsync(new TableQuery(filter), cancellationToken).Where(row => row.Text("Text")!.Contains(text, StringComparison.Ordinal));
        return SkuCursor.PageAsync(rows, limit, ReadAsync, cancellationToken);
    }

    public Task ImportAsync(string store, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken = default) => imports.RunAsync(TableKey.Escape(store), items, cancellationToken);

    public async Task<IReadOnlyList<ShippingQuote>> ShippingAsync(string store, CancellationToken cancellationToken = default) =>
        await tables.Catalogue.GetAsync(TableKey.Escape(store), Shipping, cancellationToken) is { } row
            ? await Documents.GetJsonAsync<IReadOnlyList<ShippingQuote>>(tables.Catalogue, row, "Doc", cancellationToken)
            : [];

    public async Task PutShippingAsync(string store, IReadOnlyList<ShippingQuote> services, CancellationToken cancellationToken = default)
    {
        var row = new TableEntity(TableKey.Escape(store), Shipping);
        var parts = Documents.SetJson(row, "Doc", services);
        await tables.Catalogue.CommitAsync([new TableAction.Upsert(row), .. parts.Select(part => new TableAction.Insert(part))], cancellationToken);
    }

    private Task<CatalogueItem> ReadAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<CatalogueItem>(tables.Catalogue, row, "Doc", cancellationToken);
}
