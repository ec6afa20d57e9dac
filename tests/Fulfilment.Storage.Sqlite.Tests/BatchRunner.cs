using System.Collections.Concurrent;
using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>Runs a test's writes the way they are run in production: as the batch of an activity of an orchestration.</summary>
internal sealed class BatchRunner
{
    private const string Name = "CommitBatch";

    private readonly ConcurrentDictionary<string, Action<IWriteBatch>> _fills = new();

    public void Register(TaskRegistry registry)
    {
        registry.AddOrchestrator(Name, _ => new Runner());
        registry.AddActivity(Name, _ => new Filler(_fills));
    }

    public async Task RunAsync(IOrchestrationClient client, Action<IWriteBatch> fill)
    {
        var id = $"batch-{Guid.NewGuid():N}";
        _fills[id] = fill;
        await client.ScheduleNewAsync(Name, id, new StartOptions(id));
        var ended = await client.WaitForCompletionAsync(id);
        _fills.TryRemove(id, out _);
        if (ended.Status != OrchestrationStatus.Completed) throw new InvalidOperationException($"The batch was not committed: {ended.FailureDetails?.ErrorMessage}");
    }

    private sealed class Runner : Orchestrator<string, bool>
    {
        public override Task<bool> RunAsync(OrchestrationContext context, string input) => context.CallActivityAsync<bool>(Name, input);
    }

    private sealed class Filler(ConcurrentDictionary<string, Action<IWriteBatch>> fills) : Activity<string, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, string input, CancellationToken cancellationToken)
        {
            fills[input](context.Writes);
            return Task.FromResult(true);
        }
    }
}
