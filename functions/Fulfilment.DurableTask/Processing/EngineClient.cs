using System.Diagnostics;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Processing;

/// <summary>The client: serialises on the caller's thread, acts on the engine's, reads beside it.</summary>
internal sealed class EngineClient(EngineOptions options, EngineThread thread, ReadPool reads) : IOrchestrationClient
{
    private const int PurgeChunk = 100;

    /// <summary>How long a purge holds the engine's thread at a time; what is left of its chunk waits behind everybody else.</summary>
    private static readonly TimeSpan PurgeSlice = TimeSpan.FromMilliseconds(2);

    /// <summary>Beside other work a purge rests, in real time, for so many times what it took: it is in no hurry, and its rows are written and folded in too.</summary>
    private const int PurgeRest = 40;

    private readonly ILogger _logger = options.LoggerFactory.CreateLogger<EmbeddedEngine>();
    private readonly EngineCore _core = thread.Core;

    public Task<string> ScheduleNewAsync(string orchestratorName, object? input = null, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName);
        var id = InstanceIds.Check(options?.InstanceId ?? Guid.NewGuid().ToString("N"));
        var payload = Write(input, $"The input of '{id}'");
        var trace = Tracing.CurrentParent();
        return thread.RunAsync(() =>
        {
            var existing = _core.Cache.Find(id);
            if (existing is not null)
            {
                if (options?.DedupeStatuses is not { } kept || kept.Contains(existing.Status))
                {
                    throw new OrchestrationAlreadyExistsException(id);
                }

                _core.Lifecycle.Terminate(existing, null);
            }

            var instance = _core.Lifecycle.Insert(orchestratorName, id, null, null, trace, existing);
            _core.Lifecycle.Activate(instance, payload, options?.StartAt?.UtcTicks);
            return id;
        }, cancellationToken);
    }

    public Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var bytes = Write(payload, $"The event '{eventName}' for '{instanceId}'");
        var trace = Tracing.CurrentParent();
        return OnRunning(instanceId, "Event " + eventName, instance =>
            _core.Lifecycle.Input(instance, new HistoryEvent(HistoryKind.EventRaised) { Name = eventName, Payload = bytes, Trace = trace }), cancellationToken);
    }

    public Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        var bytes = Write(reason, "The reason");
        return OnRunning(instanceId, "Suspension", instance => _core.Lifecycle.Suspend(instance, bytes), cancellationToken);
    }

    public Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        var bytes = Write(reason, "The reason");
        return OnRunning(instanceId, "Resumption", instance => _core.Lifecycle.Resume(instance, bytes), cancellationToken);
    }

    public Task TerminateAsync(string instanceId, object? output = null, CancellationToken cancellationToken = default)
    {
        var bytes = Write(output, $"The output of '{instanceId}'");
        return OnRunning(instanceId, "Termination", instance => _core.Lifecycle.Terminate(instance, bytes), cancellationToken);
    }

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Read(connection => InstanceReader.Find(connection, instanceId, getInputsAndOutputs), cancellationToken);
    }

    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        return Read(connection => InstanceReader.Query(connection, query), cancellationToken);
    }

    public async Task<OrchestrationMetadata> WaitForCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        while (true)
        {
            var ended = await thread.LookAsync(() => _core.Cache.Find(instanceId) is { } instance
                ? instance.IsFinished ? Task.CompletedTask : _core.Waiters.Add(instanceId)
                : throw new InstanceNotFoundException(instanceId), cancellationToken);
            await ended.WaitAsync(cancellationToken);

            // It may have been replaced or purged since.
            var found = await GetInstanceAsync(instanceId, getInputsAndOutputs, cancellationToken) ?? throw new InstanceNotFoundException(instanceId);
            if (found.IsCompleted)
            {
                return found;
            }
        }
    }

    public Task<int> PurgeAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return thread.RunAsync(() => Purge(_core.Cache.Find(instanceId)), cancellationToken);
    }

    public async Task<int> PurgeAsync(PurgeFilter filter, CancellationToken cancellationToken = default)
    {
        var removed = 0;
        var after = 0L;
        while (true)
        {
            var found = await Read(connection => InstanceReader.Finished(connection, filter, after, PurgeChunk), cancellationToken);
            if (found.Count == 0)
            {
                return removed;
            }

            var slice = await thread.RunAsync(() => PurgeSome(found), cancellationToken);
            removed += slice.Removed;
            after = slice.Last;
            if (slice.Pause > TimeSpan.Zero)
            {
                await Task.Delay(slice.Pause, cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyList<HistoryEntry>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var events = await Read(connection => InstanceReader.History(connection, instanceId), cancellationToken) ?? throw new InstanceNotFoundException(instanceId);
        return [.. events.Select(item => new HistoryEntry(item.Sequence, item.Kind.ToString(), new DateTimeOffset(item.At, TimeSpan.Zero), item.Name, Payloads.Text(item.Payload)))];
    }

    /// <returns>How many were removed, the last that was looked at, and for how long to leave the thread to others.</returns>
    private (int Removed, long Last, TimeSpan Pause) PurgeSome(List<long> found)
    {
        var isAlone = _core.Batch.Steps == 0 && thread.Waiting == 0;
        var started = Stopwatch.GetTimestamp();
        var removed = 0;
        foreach (var iid in found)
        {
            removed += Purge(_core.Cache.Get(iid));
            if (Stopwatch.GetElapsedTime(started) >= PurgeSlice)
            {
                return (removed, iid, Rest());
            }
        }

        return (removed, found[^1], Rest());

        TimeSpan Rest() => isAlone && thread.Waiting == 0 ? TimeSpan.Zero : PurgeRest * Stopwatch.GetElapsedTime(started);
    }

    private int Purge(Instance? instance)
    {
        if (instance is not { IsFinished: true })
        {
            return 0;
        }

        _core.Lifecycle.Purge(instance);
        return 1;
    }

    private Task<int> OnRunning(string instanceId, string what, Action<Instance> action, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return thread.RunAsync(() =>
        {
            if (_core.Cache.Find(instanceId) is { IsFinished: false } instance)
            {
                action(instance);
                return 1;
            }

            _logger.LogInformation("{What} for {InstanceId} is dropped: no such running instance", what, instanceId);
            return 0;
        }, cancellationToken);
    }

    private Task<T> Read<T>(Func<Microsoft.Data.Sqlite.SqliteConnection, T> query, CancellationToken cancellationToken) =>
        Task.Run(() => reads.Read(query), cancellationToken);

    private byte[]? Write(object? value, string what) => Payloads.Write(value, options.Json, what, options.MaxPayloadBytes);
}
