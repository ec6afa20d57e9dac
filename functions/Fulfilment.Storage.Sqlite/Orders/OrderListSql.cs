using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Orders;

/// <summary>One list query: newest first by placed time, then by id.</summary>
internal sealed class OrderListSql
{
    private readonly List<string> _conditions = ["1"];
    private readonly List<object?> _values = [];
    private readonly int _limit;

    private OrderListSql(int limit) => _limit = limit;

    public static OrderListSql For(OrderQuery query)
    {
        var list = new OrderListSql(query.Limit);
        if (query.Store is { } store) list.Where("i.store = {0}", store);
        if (query.Status is { } status) list.Where("i.status = {0}", status.ToString());
        if (query.OpenOnly) list.Where("i.status NOT IN ({0}, {1})", nameof(OrderStatus.Delivered), nameof(OrderStatus.Cancelled));
        if (query.OpenOnly || query.Status is not null) list.Where("NOT EXISTS (SELECT 1 FROM transfer_orders t WHERE t.order_id = i.order_id AND t.elsewhere IS NOT NULL)");
        if (query.From is { } from) list.Where("i.placed_at >= {0}", from.UtcTicks);
        if (query.Category is { } category) list.Where("EXISTS (SELECT 1 FROM orders_categories c WHERE c.category = {0} AND c.order_id = i.order_id)", category);
        foreach (var word in Words(query.Text)) list.Where("EXISTS (SELECT 1 FROM orders_facets f WHERE f.order_id = i.order_id AND instr(f.text, {0}) > 0)", word);
        if (query.Cursor is { } cursor) list.After(cursor);
        return list;
    }

    public Page<OrderRow> Read(SqliteConnection db, Func<SqliteDataReader, OrderRow> row)
    {
        var sql = $"""
            SELECT {SqliteOrderIndex.RowColumns}, i.placed_at, i.order_id FROM orders_index i
            WHERE {string.Join(" AND ", _conditions)}
            ORDER BY i.placed_at DESC, i.order_id LIMIT {Paging.Bound(_limit) + 1}
            """;
        var rows = db.Query(sql, r => (Row: row(r), PlacedAt: r.GetInt64(4), Id: r.GetString(5)), [.. _values]);
        return Paging.Cut(rows, _limit, r => r.Row, r => $"{Paging.Text(r.PlacedAt)}|{r.Id}");
    }

    private static string[] Words(string? text) => Folding.Fold(text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private void After(string cursor)
    {
        var parts = Paging.Decode(cursor).Split('|', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var placed)) throw Paging.Unknown(cursor, null);
        // Said twice so that the range of the first half can use the index.
        Where("i.placed_at <= {0} AND (i.placed_at < {0} OR i.order_id > {1})", placed, parts[1]);
    }

    /// <param name="condition">With {0}, {1}, … where the values stand.</param>
    private void Where(string condition, params ReadOnlySpan<object?> values)
    {
        var names = new object[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            _values.Add(values[i]);
            names[i] = "?" + _values.Count.ToString(CultureInfo.InvariantCulture);
        }

        _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, names));
    }
}
