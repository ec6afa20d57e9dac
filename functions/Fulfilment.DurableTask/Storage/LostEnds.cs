using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// A checksum chain that lost its newest rows is still a good chain. What else the file says of an instance tells how far its
/// history must reach: to an end when it has ended, to the inputs it has not been given yet, to the steps that it waits for.
/// </summary>
internal static class LostEnds
{
    private const string Instances =
        """
        SELECT h.iid, h.seq, h.data, i.status, i.pending_from, i.execution
        FROM instances i JOIN history h ON h.iid = i.iid ORDER BY h.iid, h.seq
        """;

    /// <returns>What is wrong, for people; null when nothing is.</returns>
    public static string? Find(SqliteConnection connection)
    {
        var waits = Waits(connection);
        using var command = connection.CreateCommand();
        command.CommandText = Instances;
        using var reader = command.ExecuteReader();
        var (iid, reached, steps) = (0L, default(Reach), new HashSet<int>());
        while (reader.Read())
        {
            if (reader.GetInt64(0) != iid)
            {
                if (Lacks(reached, steps, waits.GetValueOrDefault(iid)))
                {
                    return Lost(iid);
                }

                iid = reader.GetInt64(0);
                steps.Clear();
            }

            var events = HistoryCodec.Decode(reader.GetFieldValue<byte[]>(2), reader.GetInt64(1));
            steps.UnionWith(events.Where(item => item.Kind is HistoryKind.TaskScheduled or HistoryKind.TimerCreated).Select(item => item.TaskId));
            reached = new Reach(reader.GetInt64(1), events[^1].Kind, (OrchestrationStatus)reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.GetInt32(5));
        }

        return Lacks(reached, steps, waits.GetValueOrDefault(iid)) ? Lost(iid) : null;
    }

    private static bool Lacks(Reach reached, HashSet<int> steps, List<(int? Execution, int Step)>? waits)
    {
        if (reached.PendingFrom > reached.Sequence || (reached.IsFinished && reached.Last is not (HistoryKind.ExecutionCompleted or HistoryKind.ExecutionFailed or HistoryKind.ExecutionTerminated)))
        {
            return true;
        }

        // An activity of an earlier execution may still run; its step went with that execution's history.
        return waits is not null && waits.Any(wait => wait.Step >= 0 && (wait.Execution ?? reached.Execution) == reached.Execution && !steps.Contains(wait.Step));
    }

    /// <summary>The steps that the tables of work say are open. A timer belongs to the present execution.</summary>
    private static Dictionary<long, List<(int? Execution, int Step)>> Waits(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT iid, execution, task FROM tasks UNION ALL SELECT iid, NULL, task FROM timers";
        using var reader = command.ExecuteReader();
        var waits = new Dictionary<long, List<(int? Execution, int Step)>>();
        while (reader.Read())
        {
            if (!waits.TryGetValue(reader.GetInt64(0), out var steps))
            {
                waits.Add(reader.GetInt64(0), steps = []);
            }

            steps.Add((reader.IsDBNull(1) ? null : reader.GetInt32(1), reader.GetInt32(2)));
        }

        return waits;
    }

    private static string Lost(long iid) => $"the history of instance number {iid} has lost its end";

    private readonly record struct Reach(long Sequence, HistoryKind Last, OrchestrationStatus Status, long? PendingFrom, int Execution)
    {
        public bool IsFinished => Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;
    }
}
