using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>What must hold of an engine's file after any fault, once the engine has nothing more at hand. Known from the file and the code alone.</summary>
public static class Soundness
{
    /// <summary>Neither ended nor stopped for people to see, and yet not told what it was sent: nothing would ever wake it.</summary>
    private const string Unheard =
        """
        SELECT 'has an input that its code was never given: ' || r.instance FROM instances i JOIN registry r ON r.iid = i.iid
        WHERE i.pending_from IS NOT NULL AND i.status NOT IN (2, 3, 4, 5) AND i.iid NOT IN (SELECT iid FROM quarantine)
        """;

    /// <param name="registry">The code that the instances ran; none of it is carried out.</param>
    /// <returns>What does not hold, one line each.</returns>
    public static IReadOnlyList<string> Faults(string directory, TaskRegistry registry)
    {
        using var connection = EngineFile.OpenReadOnly(directory);
        // Its code cannot be run, which is why it is there.
        var quarantined = Rows(connection, "SELECT r.instance FROM quarantine q JOIN registry r ON r.iid = q.iid").ToHashSet(StringComparer.Ordinal);
        var histories = StoredHistories.Read(connection, finished: true).SelectMany(page => page).Where(history => !quarantined.Contains(history.InstanceId)).ToList();
        return
        [
            .. EngineFile.Check(directory).Select(fault => $"check: {fault}"),
            .. histories.SelectMany(history => Cold(connection, registry, history)),
            .. Rows(connection, Unheard),
        ];
    }

    /// <summary>Runs a stored history through the code once more, from nothing but the file, and looks for the timers that the code then waits for.</summary>
    private static IEnumerable<string> Cold(SqliteConnection connection, TaskRegistry registry, StoredHistory history)
    {
        var json = new EngineOptions { Directory = "" }.Json;
        if (new HistoryReplayer(registry, new NoServices(), json).Replay(history) is not ReplayResult.Same and var result)
        {
            return [$"cold replay of {history.InstanceId}: {result}"];
        }

        if (history.Events.Any(item => item.IsEnd))
        {
            return [];
        }

        var code = registry.Orchestrators[history.Name](new NoServices());
        var execution = new Execution(new ExecutionSetup(
            history.Name, history.InstanceId, history.ParentInstanceId, history.Execution, code, json, int.MaxValue, NullLoggerFactory.Instance, static () => { }));
        execution.Replay(history.Events, history.PendingFrom);
        var stored = Timers(connection, history.InstanceId);
        return execution.OpenTimers.Where(timer => !stored.Contains((timer.Key, timer.Value))).Select(timer => $"timer #{timer.Key} of {history.InstanceId} would never fire");
    }

    private static HashSet<(int Step, long Due)> Timers(SqliteConnection connection, string instanceId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT t.task, t.due FROM timers t JOIN registry r ON r.iid = t.iid WHERE r.instance = $id";
        command.Parameters.AddWithValue("$id", instanceId);
        using var reader = command.ExecuteReader();
        var timers = new HashSet<(int, long)>();
        while (reader.Read())
        {
            timers.Add((reader.GetInt32(0), reader.GetInt64(1)));
        }

        return timers;
    }

    internal static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
