using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Keeps the longest history seen of each execution: continue-as-new drops the earlier ones from the file.</summary>
internal sealed class Recorder(OrderWorld world)
{
    private readonly SortedDictionary<int, StoredHistory> _byExecution = [];

    public IReadOnlyList<StoredHistory> Histories => [.. _byExecution.Values];

    public async Task TakeAsync(string instanceId)
    {
        var history = await world.Engine.Store.ReadAsync(connection => StoredHistories.Find(connection, instanceId))
            ?? throw new InvalidOperationException($"{instanceId} has no history.");
        _byExecution[history.Execution] = history;
    }
}
