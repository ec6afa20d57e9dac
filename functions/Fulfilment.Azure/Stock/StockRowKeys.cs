using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Stock;

/// <summary>Row keys in a store's partition of the ledger. A wire format.</summary>
internal static class StockRowKeys
{
    /// <summary>Every operation replaces it: its ETag is what serialises the store.</summary>
    public const string Head = "h";

    public const string LevelPrefix = "s|";

    /// <summary>Orders that do not hold all they want: every operation reads them.</summary>
    public const string WaitingPrefix = "w|";

    /// <summary>All other orders.</summary>
    public const string SettledPrefix = "d|";

    /// <summary>How many operations the ledger has seen.</summary>
    public static long SequenceOf(TableEntity head) => head.Number("Sequence");

    public static string Level(string sku) => LevelPrefix + TableKey.Escape(sku);

    public static string Order(string orderId, bool waiting) => (waiting ? WaitingPrefix : SettledPrefix) + TableKey.Escape(orderId);

    public static string Operation(string key) => TableKey.Join("k", key);

    public static string News(long sequence) => $"n|{TableKey.Rising(sequence)}";

    public static string Journal(long sequence) => $"j|{TableKey.Rising(sequence)}";
}
