using System.Globalization;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

/// <summary>Where an order lies in the lists. A wire format.</summary>
internal static class OrderListRows
{
    private const int Buckets = 8;

    /// <summary>The partition's count of orders by status.</summary>
    public const string Counter = "count";

    /// <summary>Where the order's row lies: one that moved to another host lies with the closed ones.</summary>
    public static bool IsClosed(OrderRow row) => row.MovedAt is not null || IsClosed(row.View.Status);

    public static bool IsClosed(OrderStatus status) => status is OrderStatus.Delivered or OrderStatus.Cancelled;

    public static IEnumerable<string> Partitions(string store, bool closed) => Enumerable.Range(0, Buckets).Select(bucket => Partition(store, closed, bucket));

    public static string Partition(OrderView view, bool closed) => Partition(view.Store, closed, Hashing.Bucket(view.Id, Buckets));

    public static string RowKey(OrderView view) => TableKey.Falling(view.PlacedAt.UtcTicks) + TableKey.Separator + TableKey.Escape(view.Id);

    private static string Partition(string store, bool closed, int bucket) =>
        TableKey.Join(store, closed ? "closed" : "open", bucket.ToString(CultureInfo.InvariantCulture));
}
