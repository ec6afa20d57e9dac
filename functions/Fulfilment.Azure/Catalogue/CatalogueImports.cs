using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Azure.Catalogue;

/// <summary>
/// An import is first written down whole, in one transaction, and then applied a hundred rows at a time: once it is written down it will
/// be applied, whoever dies meanwhile. A store has one import at a time; each group moves its head row on, so that whoever is late writes
/// nothing over a newer import.
/// </summary>
internal sealed class CatalogueImports(AzureTables tables)
{
    /// <exception cref="DurableTask.PayloadTooLargeException">More than one transaction can write down, or an article that fits no row.</exception>
    public Task RunAsync(string partition, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken)
    {
        // Before it is written down: what cannot be applied would stand in the way of every later import.
        foreach (var item in items) CatalogueRows.Of(partition, item);
        return Contention.RunAsync($"The imports of {partition}", async cancel =>
        {
            await FinishAsync(partition, cancel);
            var import = Guid.NewGuid().ToString("N");
            var head = new TableEntity(partition, CatalogueRows.Import) { ["Import"] = import };
            var row = new TableEntity(partition, CatalogueRows.Items(import));
            var parts = Documents.SetJson(row, "Items", items);
            var commit = await tables.Catalogue.CommitAsync([new TableAction.Insert(head), new TableAction.Insert(row), .. parts.Select(part => new TableAction.Insert(part))], cancel);
            if (!commit.Committed) return Attempt<bool>.Lost;
            await FinishAsync(partition, cancel);
            return Attempt<bool>.Of(true);
        }, cancellationToken);
    }

    /// <summary>Applies the import that is written down, if any: also one whose process has died. Also called by the maintenance timer.</summary>
    public async Task FinishAsync(string partition, CancellationToken cancellationToken)
    {
        if (await tables.Catalogue.GetAsync(partition, CatalogueRows.Import, cancellationToken) is not { } head) return;
        var import = head.Text("Import")!;
        if (await tables.Catalogue.GetAsync(partition, CatalogueRows.Items(import), cancellationToken) is not { } row)
        {
            // Gone together with its head when somebody else has just applied it.
            var now = await tables.Catalogue.GetAsync(partition, CatalogueRows.Import, cancellationToken);
            if (now?.Text("Import") == import) throw new InvalidDataException($"Import {import} of the catalogue of {partition} has lost its items.");
            return;
        }

        var items = await Documents.GetJsonAsync<IReadOnlyList<CatalogueItem>>(tables.Catalogue, row, "Items", cancellationToken);
        // The last of several lines for one sku stands.
        var rows = items.GroupBy(item => item.Sku, StringComparer.Ordinal).Select(same => CatalogueRows.Of(partition, same.Last())).ToList();
        while (head is not null && head.Text("Import") == import)
        {
            var commit = await ApplyAsync(head, row, rows, cancellationToken);
            var next = await tables.Catalogue.GetAsync(partition, CatalogueRows.Import, cancellationToken);
            if (!commit.Committed && next?.ETag == head.ETag) throw new InvalidDataException($"Import {import} of the catalogue of {partition} cannot be applied: {commit.Code}.");
            head = next;
        }
    }

    private Task<TableCommit> ApplyAsync(TableEntity head, TableEntity row, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        var applied = (int)head.Number("Applied");
        if (applied < rows.Count)
        {
            var group = TransactionGroups.Of(rows.Skip(applied).Select(item => new TableAction.Upsert(item)), TableBatch.MaxActions - 1).First();
            var moved = head.Copy();
            moved["Applied"] = applied + group.Count;
            return tables.Catalogue.CommitAsync([new TableAction.Replace(moved), .. group], cancellationToken);
        }

        var keys = Documents.PartKeys(row, "Items").Append(row.RowKey);
        return tables.Catalogue.CommitAsync(
            [new TableAction.Delete(head), .. keys.Select(key => new TableAction.Delete(new TableEntity(head.PartitionKey, key) { ETag = "*" }))], cancellationToken);
    }
}
