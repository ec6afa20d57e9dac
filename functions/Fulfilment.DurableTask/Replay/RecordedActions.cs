using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Replay;

/// <summary>What history says the code asked for, by action number; compared by kind, name and number, never by input or fire time.</summary>
internal sealed class RecordedActions
{
    private readonly List<HistoryEvent> _actions = [];

    public int Count => _actions.Count;

    public void Add(HistoryEvent action)
    {
        if (action.TaskId != _actions.Count)
        {
            throw new InvalidDataException($"History holds action #{action.TaskId} where #{_actions.Count} belongs.");
        }

        _actions.Add(action);
    }

    /// <exception cref="NonDeterminismException">History holds something else, or nothing, at this step.</exception>
    public void Match(string instanceId, HistoryKind kind, int taskId, string? name)
    {
        if (taskId >= _actions.Count)
        {
            throw Mismatch(instanceId, taskId, "nothing", Describe(kind, name));
        }

        var recorded = _actions[taskId];
        if (recorded.Kind != kind || recorded.Name != name)
        {
            throw Mismatch(instanceId, taskId, Describe(recorded.Kind, recorded.Name), Describe(kind, name));
        }
    }

    /// <summary>To be asked when history is replayed: has the code asked for all that is recorded?</summary>
    /// <param name="until">Actions from this sequence on may still follow.</param>
    public NonDeterminismException? Unasked(string instanceId, int asked, long until) => asked < _actions.Count && _actions[asked].Sequence < until
        ? Mismatch(instanceId, asked, Describe(_actions[asked].Kind, _actions[asked].Name), "nothing")
        : null;

    public static string Describe(HistoryKind kind, string? name) => name is null ? kind.ToString() : $"{kind} '{name}'";

    private static NonDeterminismException Mismatch(string instanceId, int step, string recorded, string asked) =>
        new($"Replay of '{instanceId}' differs at step #{step}: history holds {recorded}, the code asks for {asked}. Restore the old order of steps behind a version check.",
            new ReplayDifference(step, recorded, asked));
}
