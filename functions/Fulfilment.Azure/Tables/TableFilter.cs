using System.Globalization;

namespace Fulfilment.Azure.Tables;

/// <summary>OData filters.</summary>
public static class TableFilter
{
    public static string Partition(string partitionKey) => Equal("PartitionKey", partitionKey);

    /// <summary>Partition keys from inclusive, to exclusive: a scan over partitions.</summary>
    public static string Partitions(string from, string to) => $"PartitionKey ge {Quote(from)} and PartitionKey lt {Quote(to)}";

    public static string PartitionsAfter(string partitionKey) => $"PartitionKey gt {Quote(partitionKey)}";

    public static string Row(string rowKey) => Equal("RowKey", rowKey);

    public static string Equal(string name, string value) => $"{name} eq {Quote(value)}";

    public static string Equal(string name, bool value) => $"{name} eq {(value ? "true" : "false")}";

    /// <summary>Row keys from inclusive, to exclusive.</summary>
    public static string Rows(string from, string to) => $"RowKey ge {Quote(from)} and RowKey lt {Quote(to)}";

    public static string RowsAfter(string rowKey) => $"RowKey gt {Quote(rowKey)}";

    /// <summary>Row keys that begin with the prefix.</summary>
    public static string RowPrefix(string prefix) => Rows(prefix, prefix + TableKey.Last);

    public static string AtMost(string name, long value) => $"{name} le {value.ToString(CultureInfo.InvariantCulture)}L";

    public static string AtLeast(string name, long value) => $"{name} ge {value.ToString(CultureInfo.InvariantCulture)}L";

    public static string And(params IEnumerable<string?> parts) => string.Join(" and ", parts.Where(part => part is not null).Select(part => $"({part})"));

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
