using System.Text.Json;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.DurableTask;

/// <summary>
/// Runs stored histories against the present code, as a cold start would, and carries nothing out. Compares kind, name and
/// number of what the code asks for, never inputs, fire times or status. May be used by many threads at once.
/// </summary>
/// <param name="services">Given to the registry's factories of orchestrators.</param>
/// <param name="json">As the engine's that wrote the histories.</param>
public sealed class HistoryReplayer(TaskRegistry registry, IServiceProvider services, JsonSerializerOptions json)
{
    private static readonly ReplayResult Same = new ReplayResult.Same();

    /// <summary>Replays all that the history holds.</summary>
    public ReplayResult Replay(StoredHistory history) => Replay(history, history.Count);

    /// <summary>Replays the first events only, as a start after a stop at that point would.</summary>
    /// <param name="prefix">How many events; 0 to <see cref="StoredHistory.Count"/>.</param>
    public ReplayResult Replay(StoredHistory history, int prefix)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, history.Count);
        if (history.Damage is { } damage)
        {
            return new ReplayResult.Unreadable(damage);
        }

        if (!registry.Orchestrators.TryGetValue(history.Name, out var factory))
        {
            return Differs(0, $"{HistoryKind.ExecutionStarted} '{history.Name}'", "nothing", $"No orchestrator named '{history.Name}' is registered.");
        }

        try
        {
            return Run(history, prefix, factory(services));
        }
        catch (InvalidDataException error)
        {
            return new ReplayResult.Unreadable(error.Message);
        }
    }

    private ReplayResult Run(StoredHistory history, int prefix, IOrchestrator code)
    {
        var execution = new Execution(new ExecutionSetup(
            history.Name, history.InstanceId, history.ParentInstanceId, history.Execution, code, json, int.MaxValue, NullLoggerFactory.Instance, static () => { }));
        execution.Replay(history.Events, Math.Min(prefix, history.PendingFrom));
        return execution.Violation switch
        {
            NonDeterminismException difference => new ReplayResult.Differs(difference.Difference, difference.Message),
            { } violation => Differs(execution.Asked, "nothing", "a task that is not its context's", violation.Message),
            null => CompareEnd(history, prefix, execution),
        };
    }

    private static ReplayResult CompareEnd(StoredHistory history, int prefix, Execution execution)
    {
        var end = history.Events.LastOrDefault(item => item.IsEnd);
        if (end is null)
        {
            return execution.End is null ? Same : EndDiffers(history, execution, "a wait");
        }

        var fits = end.Kind switch
        {
            HistoryKind.ExecutionCompleted => execution.End is ExecutionEnd.Completed,
            HistoryKind.ExecutionFailed => execution.End is ExecutionEnd.Failed,
            HistoryKind.ExecutionTerminated => true,
            _ => throw new InvalidOperationException($"{end.Kind} is no end."),
        };
        return fits || (execution.End is null && prefix <= end.Sequence) ? Same : EndDiffers(history, execution, end.Kind.ToString());
    }

    private static ReplayResult.Differs EndDiffers(StoredHistory history, Execution execution, string recorded)
    {
        var asked = execution.End?.Describe() ?? "a wait";
        return Differs(execution.Asked, recorded, asked, $"Replay of '{history.InstanceId}' differs before step #{execution.Asked}: history holds {recorded}, the code comes to {asked}.");
    }

    private static ReplayResult.Differs Differs(int step, string recorded, string asked, string message) => new(new ReplayDifference(step, recorded, asked), message);
}
