using Fulfilment.DurableTask;
using Fulfilment.Host.Replay;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>What must hold of a folder after any run, beside the demo's own promises.</summary>
internal static class Invariant
{
    /// <returns>What does not hold, one line each.</returns>
    public static IReadOnlyList<string> Check(string directory)
    {
        using var connection = EngineFile.OpenReadOnly(directory);
        return
        [
            .. EngineFile.Check(directory).Select(fault => $"integrity: {fault}"),
            .. Replay(directory),
            .. ColdViews.Differences(connection).Select(fault => $"cold replay: {fault}"),
            .. Rows(connection, "SELECT 'quarantined: ' || r.instance || ': ' || q.reason FROM quarantine q JOIN registry r ON r.iid = q.iid"),
            .. Rows(connection, "SELECT 'not delivered: ' || key || coalesce(': ' || parked, '') FROM outbox"),
            .. Rows(connection, "SELECT 'not run: ' || name || ' of instance ' || iid FROM tasks"),
            .. Effects.Check(connection),
            .. OneWayTime.Check(connection),
        ];
    }

    private static IEnumerable<string> Replay(string directory)
    {
        var report = new ReplayRun(directory, finished: true, new Nowhere()).Run(CancellationToken.None);
        foreach (var broken in report.Breaking) yield return $"replay: {broken.Message}";
        foreach (var damaged in report.Unreadable) yield return $"replay: {damaged.Instance}: {damaged.Message}";
        if (report.Histories == 0) yield return "replay: there is no history";
    }

    internal static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    private sealed class Nowhere : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value)
        {
        }
    }
}
