using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Replay;
using Fulfilment.Orchestration;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>What must hold of a folder after any run, beside the demo's own promises.</summary>
internal static class Invariant
{
    /// <param name="code">What the histories are replayed with; null: this program, and then each publication is compared too.</param>
    /// <returns>What does not hold, one line each.</returns>
    public static IReadOnlyList<string> Check(string directory, TaskRegistry? code = null)
    {
        using var connection = EngineFile.OpenReadOnly(directory);
        return
        [
            .. EngineFile.Check(directory).Select(fault => $"integrity: {fault}"),
            .. code is null ? Replay(directory) : Replay(connection, code),
            .. ColdViews.Differences(connection, code ?? OrchestrationRegistration.CreateRegistry()).Select(fault => $"cold replay: {fault}"),
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
        foreach (var other in report.Differing) yield return $"replay: {other.Instance} decides {other.Decided} at revision {other.Revision}, not {other.Recorded}";
        if (report.Histories == 0) yield return "replay: there is no history";
    }

    private static IEnumerable<string> Replay(SqliteConnection connection, TaskRegistry code)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var replayer = new HistoryReplayer(code, services, DomainJson.Options);
        foreach (var history in StoredHistories.Read(connection, finished: true).SelectMany(page => page))
            if (replayer.Replay(history) is not ReplayResult.Same and var result) yield return $"replay: {history.InstanceId}: {result}";
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
