using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

/// <summary>
/// Orders newest first. Each store's are spread over several partitions by a hash of the id, never by status or day, and those
/// that are closed lie apart, so that looking at open orders costs the same however many were ever shipped.
/// </summary>
internal sealed class OrderList(AzureTables tables, IStoreDirectory stores)
{
    public Task PutAsync(OrderRow row, OrderFacets facets, CancellationToken cancellationToken) => new OrderListWriter(tables.OrderList).PutAsync(row, facets, cancellationToken);

    public Task<Page<OrderRow>> ReadAsync(OrderQuery query, Func<string, CancellationToken, Task<OrderRow?>> load, CancellationToken cancellationToken)
    {
        var after = Cursors.Decode(query.Cursor);
        var partitions = StoresOf(query.Store).SelectMany(store => Partitions(store, query)).ToList();
        var words = Folding.Words(query.Text);
        var rows = MergedRows.ReadAsync(tables.OrderList, partitions, after, Filter(query), PageSize(query), cancellationToken).Where(row => Matches(row, query, words));
        return Pages.FillAsync(rows, query.Limit, async (row, cancel) => await load(row.Text("OrderId")!, cancel) is { } found && IsCurrent(row, found, query) ? found : null, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<OrderStatus, int>> CountAsync(string? store, CancellationToken cancellationToken)
    {
        var partitions = StoresOf(store).SelectMany(id => Partitions(id, new OrderQuery())).ToList();
        var counters = await Task.WhenAll(partitions.Select(partition => tables.OrderList.GetAsync(partition, OrderListRows.Counter, cancellationToken)));
        return Enum.GetValues<OrderStatus>().ToDictionary(status => status, status => counters.Sum(counter => (int)(counter?.Number(status.ToString()) ?? 0)));
    }

    private IEnumerable<string> StoresOf(string? store) => store is not null ? [store] : stores.All.Select(settings => settings.Profile.Id);

    private static IEnumerable<string> Partitions(string store, OrderQuery query)
    {
        var open = query.Status is not { } status || !OrderListRows.IsClosed(status);
        var closed = !query.OpenOnly && (query.Status is null || !open);
        return OrderListRows.Partitions(store, closed: false).Where(_ => open).Concat(OrderListRows.Partitions(store, closed: true).Where(_ => closed));
    }

    private static string Filter(OrderQuery query) => TableFilter.And(
        // The counter's key comes after all of digits.
        TableFilter.Rows("0", OrderListRows.Counter),
        query.Status is { } status ? TableFilter.Equal("Status", status.ToString()) : null,
        query.From is { } from ? TableFilter.AtLeast("PlacedAt", from.UtcTicks) : null);

    /// <summary>A search looks at every row, the first page of a plain list at a few.</summary>
    private static int PageSize(OrderQuery query) => query.Text is null && query.Category is null ? Cursors.Bound(query.Limit) + 1 : 1000;

    private static bool Matches(TableEntity row, OrderQuery query, IReadOnlyList<string> words) =>
        (query.Status is null || !row.Flag("Moved"))
        && words.All(word => row.Text("Text")!.Contains(word, StringComparison.Ordinal))
        && (query.Category is not { } category || row.Text("Categories")!.Contains($"\n{category}\n", StringComparison.Ordinal));

    /// <summary>An order that has just moved may for a moment be listed twice, or as it was.</summary>
    private static bool IsCurrent(TableEntity row, OrderRow found, OrderQuery query) =>
        row.Flag("Moved") == found.MovedAt is not null
        && OrderListRows.IsClosed(Enum.Parse<OrderStatus>(row.Text("Status")!)) == OrderListRows.IsClosed(found.View.Status)
        && (query.Status is not { } status || found.View.Status == status);
}
