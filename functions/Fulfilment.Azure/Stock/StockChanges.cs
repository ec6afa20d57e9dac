using System.Text.Json;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;

namespace Fulfilment.Azure.Stock;

/// <summary>A row as it is to be; null: gone. Repeatable, in any state of the row.</summary>
internal sealed record StockChange(string RowKey, string? Json)
{
    public TableAction ToAction(string partition)
    {
        if (Json is null) return new TableAction.Delete(new TableEntity(partition, RowKey) { ETag = "*" });
        var row = new TableEntity(partition, RowKey);
        using var document = JsonDocument.Parse(Json);
        return Documents.SetJson(row, "Doc", document.RootElement).Count == 0
            ? new TableAction.Upsert(row)
            : throw new DurableTask.PayloadTooLargeException($"{partition}/{RowKey}", Json.Length, Documents.MaxRowBytes);
    }
}

internal static class StockChanges
{
    /// <summary>An order's row moves when its wait begins or ends.</summary>
    public static IReadOnlyList<StockChange> Of(string partition, StockSnapshot snapshot, LoadedStock loaded)
    {
        var changes = snapshot.ChangedLevels.Select(level => new StockChange(StockRowKeys.Level(level.Sku), Json(level))).ToList();
        foreach (var order in snapshot.ChangedOrders)
        {
            var id = order.Demand.OrderId;
            changes.Add(new StockChange(StockRowKeys.Order(id, order.IsWaiting), Json(order)));
            if (loaded.Orders.ContainsKey(id) && loaded.Waiting.Contains(id) != order.IsWaiting) changes.Add(new StockChange(StockRowKeys.Order(id, !order.IsWaiting), null));
        }

        return changes;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);
}
