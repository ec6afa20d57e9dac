using System.Text.Json;
using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Replay;

/// <param name="Number">The execution's number within its instance; grows by one at each ContinueAsNew or replacement.</param>
/// <param name="OnForeignWake">Called, from any thread, when the code is resumed by a task that is not its context's.</param>
internal sealed record ExecutionSetup(
    string Name, string InstanceId, string? ParentInstanceId, int Number, IOrchestrator Code,
    JsonSerializerOptions Json, int MaxPayloadBytes, ILoggerFactory LoggerFactory, Action OnForeignWake);

/// <summary>How an execution ended.</summary>
internal abstract record ExecutionEnd
{
    private ExecutionEnd() { }

    public sealed record Completed(byte[]? Output) : ExecutionEnd;

    public sealed record Failed(FailureDetails Failure) : ExecutionEnd;

    public sealed record ContinuedAsNew(byte[]? Input, bool PreserveEvents) : ExecutionEnd;

    /// <summary>For people who look for the reason of a difference.</summary>
    public string Describe() => this switch
    {
        Completed => HistoryKind.ExecutionCompleted.ToString(),
        Failed failed => $"{HistoryKind.ExecutionFailed} ({failed.Failure.ErrorType}: {failed.Failure.ErrorMessage})",
        ContinuedAsNew => "ContinueAsNew",
        _ => throw new InvalidOperationException($"Unknown end {GetType().Name}."),
    };
}
