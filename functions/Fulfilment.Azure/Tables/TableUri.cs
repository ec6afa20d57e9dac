namespace Fulfilment.Azure.Tables;

internal static class TableUri
{
    public static Uri Row(Uri table, TableEntity entity) => Row(table, entity.PartitionKey, entity.RowKey);

    public static Uri Row(Uri table, string partitionKey, string rowKey) => new($"{table}(PartitionKey={Literal(partitionKey)},RowKey={Literal(rowKey)})");

    private static string Literal(string key) => Uri.EscapeDataString($"'{key.Replace("'", "''", StringComparison.Ordinal)}'");
}
