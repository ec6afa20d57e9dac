using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>Within an order time never goes backwards, whatever the server's clock did.</summary>
internal static class OneWayTime
{
    private const string History = """
        SELECT r.instance || ' has history of ' || h.at || ' ticks after one of ' || h.before
        FROM (SELECT iid, at, lag(at) OVER (PARTITION BY iid ORDER BY seq) AS before FROM history) h JOIN registry r ON r.iid = h.iid WHERE h.at < h.before
        """;

    /// <summary>RFC 3339 in UTC with the same number of digits compares as text; fractions do not, so seconds are compared.</summary>
    private const string Timeline = """
        SELECT order_id || ' tells of ' || at || ' after ' || before
        FROM (SELECT order_id, entry ->> 'at' AS at, lag(entry ->> 'at') OVER (PARTITION BY order_id ORDER BY revision, position) AS before FROM orders_timeline)
        WHERE substr(at, 1, 19) < substr(before, 1, 19)
        """;

    public static IEnumerable<string> Check(SqliteConnection connection) =>
        Invariant.Rows(connection, History).Concat(Invariant.Rows(connection, Timeline)).Select(fault => $"time: {fault}");
}
