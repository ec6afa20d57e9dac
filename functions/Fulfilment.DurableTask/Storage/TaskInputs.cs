namespace Fulfilment.DurableTask.Storage;

/// <summary>Finds the inputs of scheduled activities, which are stored once: in the history, and with their row only once that history is gone.</summary>
internal sealed class TaskInputs(TaskTable tasks, HistoryTable history)
{
    /// <summary>What one reading of a history may bring into memory; the first input comes whatever its size.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>By step: the row's input, and of the same execution some that follow it.</summary>
    /// <exception cref="InvalidDataException">The history that holds it is damaged.</exception>
    public Dictionary<int, byte[]?> Read(TaskRow row)
    {
        var found = new Dictionary<int, byte[]?>();
        if (tasks.Input(row) is { } kept)
        {
            found.Add(row.TaskId, kept.Length == 0 ? null : kept);
            return found;
        }

        var bytes = 0L;
        foreach (var item in Scheduled(row.Iid, row.Execution, row.InstanceId).Where(item => item.TaskId >= row.TaskId))
        {
            bytes += item.Payload?.Length ?? 0;
            if (found.Count > 0 && bytes > MaxBytes)
            {
                break;
            }

            found.Add(item.TaskId, item.Payload);
        }

        return found.ContainsKey(row.TaskId) ? found : throw new InvalidDataException($"The history of '{row.InstanceId}' does not hold the input of '{row.Name}' (#{row.TaskId}).");
    }

    /// <summary>The stored history is about to go: what still runs, or will, keeps its input.</summary>
    public void Keep(long iid, string instanceId)
    {
        var open = tasks.WithoutInput(iid);
        if (open.Count == 0)
        {
            return;
        }

        var execution = open[0].Execution;
        var steps = open.Select(task => task.Task).ToHashSet();
        foreach (var item in Scheduled(iid, execution, instanceId).Where(item => steps.Contains(item.TaskId)))
        {
            tasks.SetInput(iid, execution, item.TaskId, item.Payload);
        }
    }

    private IEnumerable<HistoryEvent> Scheduled(long iid, int execution, string instanceId) =>
        history.Read(iid, execution, instanceId).Where(item => item.Kind == HistoryKind.TaskScheduled);
}
