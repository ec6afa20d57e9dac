using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Catalogue;

/// <summary>
/// A row per item in the store's partition. An import is first written down whole, in one transaction, and then applied a hundred
/// rows at a time: once it is written down it will be applied, whoever dies meanwhile.
/// </summary>
internal sealed class AzureCatalogue(AzureTables tables) : ICatalogue
{
    private const string ItemPrefix = "i|";
    private const string ImportPrefix = "m|";
    private const string Shipping = "s";

    public async Task<IReadOnlyList<CatalogueItem>> FindAsync(string store, IReadOnlyList<string> skus, CancellationToken cancellationToken = default)
    {
        var found = await Task.WhenAll(skus.Distinct(StringComparer.Ordinal).Select(sku => tables.Catalogue.GetAsync(TableKey.Escape(store), ItemKey(sku), cancellationToken)));
        return await Task.WhenAll(found.OfType<TableEntity>().Select(row => ReadAsync(row, cancellationToken)));
    }

    public Task<Page<CatalogueItem>> ListAsync(string store, string? search = null, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var text = Folding.Fold(search ?? "").Trim();
        var after = cursor is null ? ItemPrefix : SkuCursor.Decode(cursor);
        var filter = TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(ItemPrefix), TableFilter.RowsAfter(after));
        var rows = tables.Catalogue.QueryAsync(new TableQuery(filter), cancellationToken).Where(row => row.Text("Text")!.Contains(text, StringComparison.Ordinal));
        return SkuCursor.PageAsync(rows, limit, ReadAsync, cancellationToken);
    }

    public async Task ImportAsync(string store, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken = default)
    {
        await FinishImportsAsync(store, cancellationToken);
        var journal = new TableEntity(TableKey.Escape(store), $"{ImportPrefix}{Guid.NewGuid():N}");
        var parts = Documents.SetJson(journal, "Items", items);
        var commit = await tables.Catalogue.CommitAsync([new TableAction.Insert(journal), .. parts.Select(part => new TableAction.Insert(part))], cancellationToken);
        if (!commit.Committed) throw new InvalidOperationException($"The import could not be written down: {commit.Code}.");
        await ApplyAsync(journal, items, cancellationToken);
    }

    /// <summary>Applies imports whose process died after they were written down. Also called by the maintenance timer.</summary>
    public async Task FinishImportsAsync(string store, CancellationToken cancellationToken = default)
    {
        var filter = TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(ImportPrefix));
        await foreach (var journal in tables.Catalogue.QueryAsync(new TableQuery(filter), cancellationToken))
            await ApplyAsync(journal, await Documents.GetJsonAsync<IReadOnlyList<CatalogueItem>>(tables.Catalogue, journal, "Items", cancellationToken), cancellationToken);
    }

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

    private async Task ApplyAsync(TableEntity journal, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken)
    {
        // The last of several lines for one sku stands.
        var rows = items.GroupBy(item => item.Sku, StringComparer.Ordinal).Select(same => Row(journal.PartitionKey, same.Last())).ToList();
        foreach (var group in rows.Chunk(TableBatch.MaxActions)) await tables.Catalogue.CommitAsync([.. group.Select(row => new TableAction.Upsert(row))], cancellationToken);
        foreach (var part in Documents.PartKeys(journal, "Items")) await tables.Catalogue.DeleteAsync(new TableEntity(journal.PartitionKey, part) { ETag = "*" }, cancellationToken);
        await tables.Catalogue.DeleteAsync(new TableEntity(journal.PartitionKey, journal.RowKey) { ETag = "*" }, cancellationToken);
    }

    private static TableEntity Row(string partition, CatalogueItem item)
    {
        var row = new TableEntity(partition, ItemKey(item.Sku)) { ["Text"] = Folding.Fold(string.Join('\n', [item.Sku, item.Category, .. item.Titles.Values])) };
        Documents.SetJson(row, "Doc", item);
        return row;
    }

    private static string ItemKey(string sku) => ItemPrefix + TableKey.Escape(sku);

    private Task<CatalogueItem> ReadAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<CatalogueItem>(tables.Catalogue, row, "Doc", cancellationToken);
}
