using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

/// <summary>Keeps an order's row in the lists. A row and its partition's count change in one transaction, so counts agree with the rows.</summary>
internal sealed class OrderListWriter(TableClient table)
{
    public async Task PutAsync(OrderRow row, OrderFacets facets, CancellationToken cancellationToken)
    {
        var closed = OrderListRows.IsClosed(row);
        // Into the new list first: for a moment in both, never in none.
        await ChangeAsync(row, OrderListRows.Partition(row.View, closed), present => Listed(row, facets, closed, present), cancellationToken);
        await ChangeAsync(row, OrderListRows.Partition(row.View, !closed), _ => null, cancellationToken);
    }

    /// <param name="wanted">The row as it is to be; null: none.</param>
    private Task ChangeAsync(OrderRow row, string partition, Func<TableEntity?, TableEntity?> wanted, CancellationToken cancellationToken) =>
        Contention.RunAsync($"The list {partition}", async cancel =>
        {
            var present = await table.GetAsync(partition, OrderListRows.RowKey(row.View), cancel);
            var next = wanted(present);
            // An older turn that comes late must not undo a newer one's.
            if (present?.Number("Revision") > row.Revision || Same(present, next)) return Attempt<bool>.Of(true);
            var actions = new List<TableAction>();
            if (Counted(present) != Counted(next)) actions.Add(await CountAsync(partition, Counted(present), Counted(next), cancel));
            if (next is null) actions.Add(new TableAction.Delete(present!));
            else actions.Add(present is null ? new TableAction.Insert(next) : new TableAction.Replace(next));
            return (await table.CommitAsync(actions, cancel)).Committed ? Attempt<bool>.Of(true) : Attempt<bool>.Lost;
        }, cancellationToken);

    private async Task<TableAction> CountAsync(string partition, string? from, string? to, CancellationToken cancellationToken)
    {
        var present = await table.GetAsync(partition, OrderListRows.Counter, cancellationToken);
        var counter = present?.Copy() ?? new TableEntity(partition, OrderListRows.Counter);
        if (from is not null) counter[from] = counter.Number(from) - 1;
        if (to is not null) counter[to] = counter.Number(to) + 1;
        return present is null ? new TableAction.Insert(counter) : new TableAction.Replace(counter);
    }

    /// <summary>The status a row counts under. An order that moved to another host counts nowhere.</summary>
    private static string? Counted(TableEntity? row) => row is null || row.Flag("Moved") ? null : row.Text("Status");

    private static TableEntity Listed(OrderRow row, OrderFacets facets, bool closed, TableEntity? present)
    {
        var entity = new TableEntity(OrderListRows.Partition(row.View, closed), OrderListRows.RowKey(row.View)) { ETag = present?.ETag };
        entity["OrderId"] = row.View.Id;
        entity["Status"] = row.View.Status.ToString();
        entity["Text"] = facets.Text;
        entity["Categories"] = facets.Categories;
        entity["Revision"] = row.Revision;
        entity["Moved"] = row.MovedAt is null ? null : true;
        entity.SetTime("PlacedAt", row.View.PlacedAt);
        return entity;
    }

    private static bool Same(TableEntity? present, TableEntity? next)
    {
        if (present is null || next is null) return present is null && next is null;
        // A turn that changed nothing lists can show costs no write; the revision alone is not worth one.
        var copy = present.Copy();
        copy["Revision"] = next["Revision"];
        return copy.SameValues(next);
    }
}
