using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Microsoft.Extensions.Logging;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>
/// The orchestration port over the official SDK's context. Waits and timers are the SDK's own tasks, handed on as they are:
/// a wrapper would complete later than the task inside it and could turn the order of a timer and an event around.
/// </summary>
public sealed class OrchestrationContextAdapter(Sdk.TaskOrchestrationContext inner, PayloadLimit? limit = null) : OrchestrationContext
{
    /// <summary>Azure Storage keeps a custom status of at most this many bytes of UTF-16.</summary>
    public const int MaxCustomStatusBytes = 16 * 1024;

    private readonly PayloadLimit _limit = limit ?? PayloadLimit.AzureStorage;
    private DateTime _latest = DateTime.MinValue;

    public override string Name => inner.Name.Name;

    public override string InstanceId => inner.InstanceId;

    public override string? ParentInstanceId => inner.Parent?.InstanceId;

    /// <summary>Turns of one instance may run on machines whose clocks differ. Reads repeat at replay, so their maximum does too.</summary>
    public override DateTime CurrentUtcDateTime
    {
        get
        {
            var now = inner.CurrentUtcDateTime;
            return _latest = now > _latest ? now : _latest;
        }
    }

    public override bool IsReplaying => inner.IsReplaying;

    /// <summary>Asked for a type, the Functions extension would read the input by options of its own, which are not those it was written by.</summary>
    public override T? GetInput<T>() where T : default => inner.GetInput<object>() switch
    {
        null => default,
        JsonElement json => json.Deserialize<T>(DomainJson.Options),
        T typed => typed,
        var other => throw new InvalidCastException($"The input of {InstanceId} is a {other.GetType().Name}, not a {typeof(T).Name}."),
    };

    public override Guid NewGuid() => inner.NewGuid();

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
    {
        _limit.Check($"The input of activity {name}", input);
        return Failures.TranslateAsync(inner.CallActivityAsync<T>(name, input, Retries.ToSdk(options)));
    }

    public override Task<T> CallSubOrchestratorAsync<T>(string name, object? input = null, TaskOptions? options = null)
    {
        _limit.Check($"The input of orchestrator {name}", input);
        return Failures.TranslateAsync(inner.CallSubOrchestratorAsync<T>(name, input, Retries.ToSdk(options)));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => inner.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellationToken = default) =>
        inner.WaitForExternalEvent<T>(name, cancellationToken);

    /// <summary>A status over the backend's limit would fail the instance for good, so its size is set in its place; the index holds the whole view.</summary>
    public override void SetCustomStatus(object? status)
    {
        var bytes = CustomStatusBytes(status);
        if (bytes <= MaxCustomStatusBytes)
        {
            inner.SetCustomStatus(status);
            return;
        }

        inner.SetCustomStatus(new OversizedStatus(bytes, MaxCustomStatusBytes));
        inner.CreateReplaySafeLogger(nameof(OrchestrationContextAdapter)).LogWarning(
            "The custom status of {InstanceId} is {Bytes} bytes of UTF-16; the limit is {Limit}. Its size was set in its place.", InstanceId, bytes, MaxCustomStatusBytes);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        _limit.Check($"The input of the next execution of {InstanceId}", newInput);
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => inner.CreateReplaySafeLogger(categoryName);

    private static int CustomStatusBytes(object? status) => JsonSerializer.Serialize(status, DomainJson.Options).Length * sizeof(char);
}

/// <summary>What a client sees in place of a custom status that is too large.</summary>
/// <param name="Bytes">Size of the status as UTF-16.</param>
public sealed record OversizedStatus(int Bytes, int Limit);
