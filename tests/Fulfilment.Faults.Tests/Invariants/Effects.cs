using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>Each effect's key once: numbered without a gap or a restart, and found in one record of one effect only.</summary>
internal static class Effects
{
    /// <summary>Where a delivered effect leaves a record under its key. A message to a storefront leaves none here (see <see cref="Running.OwnSite"/>); a hand-over is known by its shipment.</summary>
    private const string Records = """
        SELECT key FROM mail_log UNION ALL SELECT key FROM payments_entries UNION ALL SELECT key FROM staff_alerts
        UNION ALL SELECT key FROM logistics_waybills UNION ALL SELECT key FROM stock_operations
        """;

    public static IEnumerable<string> Check(SqliteConnection connection)
    {
        var keys = Invariant.Rows(connection, "SELECT key FROM outbox_keys");
        foreach (var order in keys.GroupBy(key => key[..key.LastIndexOf('/')], StringComparer.Ordinal))
        {
            var numbers = order.Select(key => int.Parse(key[(order.Key.Length + 1)..], CultureInfo.InvariantCulture)).Order().ToList();
            if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count))) yield return $"effects: those of {order.Key} are numbered {string.Join(',', numbers)}";
        }

        var known = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var twice in Invariant.Rows(connection, Records).Where(known.Contains).GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"effects: {twice.Key} was applied {twice.Count()} times";
    }
}
