using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Transfer;

/// <summary>Imports that are under way, and as of when each store's settings are. Rows of the table of lists.</summary>
internal sealed class TransferMarks(AzureTables tables)
{
    private const string Imports = "transfer|imports";
    private const string Stores = "transfer|stores";

    public Task BeginAsync(DateTimeOffset exportedAt, CancellationToken cancellationToken) =>
        tables.Lists.UpsertAsync(new TableEntity(Imports, TableKey.Rising(exportedAt.UtcTicks)) { ["ExportedAt"] = exportedAt.UtcTicks }, cancellationToken);

    public async Task<DateTimeOffset?> UnfinishedAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Lists.QueryAsync(new TableQuery(TableFilter.Partition(Imports), Top: 1), cancellationToken)) return row.Time("ExportedAt");
        return null;
    }

    public async Task<DateTimeOffset?> AsOfAsync(string store, CancellationToken cancellationToken) =>
        (await tables.Lists.GetAsync(Stores, TableKey.Escape(store), cancellationToken))?.Time("AsOf");

    /// <summary>Never back.</summary>
    public async Task SetAsOfAsync(IReadOnlyCollection<string> stores, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var store in stores)
        {
            if (await AsOfAsync(store, cancellationToken) >= at) continue;
            await tables.Lists.UpsertAsync(new TableEntity(Stores, TableKey.Escape(store)) { ["AsOf"] = at.UtcTicks }, cancellationToken);
        }
    }

    public async Task FinishAsync(IReadOnlyCollection<string> stores, DateTimeOffset exportedAt, CancellationToken cancellationToken)
    {
        await SetAsOfAsync(stores, exportedAt, cancellationToken);
        await tables.Lists.DeleteAsync(new TableEntity(Imports, TableKey.Rising(exportedAt.UtcTicks)) { ETag = "*" }, cancellationToken);
    }
}
