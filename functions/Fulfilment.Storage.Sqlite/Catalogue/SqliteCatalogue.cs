using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Catalogue;

internal sealed class SqliteCatalogue(IEngineStore store) : ICatalogue
{
    public static readonly SchemaModule Module = new("catalogue",
    [
        """
        CREATE TABLE catalogue_items(
            store TEXT NOT NULL,
            sku TEXT NOT NULL,
            text TEXT NOT NULL,
            item TEXT NOT NULL,
            PRIMARY KEY(store, sku)) WITHOUT ROWID;
        CREATE TABLE catalogue_shipping(
            store TEXT NOT NULL,
            position INTEGER NOT NULL,
            quote TEXT NOT NULL,
            PRIMARY KEY(store, position)) WITHOUT ROWID;
        """,
    ]);

    public async Task<IReadOnlyList<CatalogueItem>> FindAsync(string storeId, IReadOnlyList<string> skus, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT item FROM catalogue_items WHERE store = ?1 AND sku IN (SELECT value FROM json_each(?2)) ORDER BY sku",
            row => row.Json<CatalogueItem>(0), storeId, Columns.Json(skus)), cancellationToken);

    public Task<Page<CatalogueItem>> ListAsync(string storeId, string? search = null, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var after = cursor is null ? "" : Paging.Decode(cursor);
        var text = Folding.Fold(search ?? "").Trim();
        return store.ReadAsync(db => Paging.Cut(
            db.Query(
                "SELECT item FROM catalogue_items WHERE store = ?1 AND sku > ?2 AND (?3 = '' OR instr(text, ?3) > 0) ORDER BY sku LIMIT ?4",
                row => row.Json<CatalogueItem>(0), storeId, after, text, Paging.Bound(limit) + 1),
            limit, item => item, item => item.Sku), cancellationToken);
    }

    public Task ImportAsync(string storeId, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken = default)
    {
        // Written out on the caller's thread: an import may be large, and the engine has one writer for everybody.
        var rows = items.Select(item => (item.Sku, Text: SearchText(item), Json: Columns.Json(item))).ToList();
        return store.WriteAsync(tx =>
        {
            foreach (var (sku, text, json) in rows) Write(tx, storeId, sku, text, json);
            return rows.Count;
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<ShippingQuote>> ShippingAsync(string storeId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT quote FROM catalogue_shipping WHERE store = ?1 ORDER BY position", row => row.Json<ShippingQuote>(0), storeId), cancellationToken);

    public Task PutShippingAsync(string storeId, IReadOnlyList<ShippingQuote> services, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Write(tx, storeId, services), cancellationToken);

    internal static bool Write(EngineTransaction tx, string storeId, CatalogueItem item) => Write(tx, storeId, item.Sku, SearchText(item), Columns.Json(item)) == 1;

    internal static int Write(EngineTransaction tx, string storeId, IReadOnlyList<ShippingQuote> services)
    {
        tx.Execute("DELETE FROM catalogue_shipping WHERE store = ?1", storeId);
        for (var i = 0; i < services.Count; i++)
            tx.Execute("INSERT INTO catalogue_shipping(store, position, quote) VALUES(?1, ?2, ?3)", storeId, i, Columns.Json(services[i]));
        return services.Count;
    }

    private static int Write(EngineTransaction tx, string storeId, string sku, string text, string json) => tx.Execute(
        """
        INSERT INTO catalogue_items(store, sku, text, item) VALUES(?1, ?2, ?3, ?4)
        ON CONFLICT(store, sku) DO UPDATE SET text = excluded.text, item = excluded.item
        """, storeId, sku, text, json);

    private static string SearchText(CatalogueItem item) => Folding.Fold(string.Join('\n', [item.Sku, item.Category, .. item.Titles.Values]));
}
