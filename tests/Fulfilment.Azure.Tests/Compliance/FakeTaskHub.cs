using System.Collections.Concurrent;
using System.Text.Json;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Azure.Tests.Compliance;

/// <summary>Instances that take commands and do nothing with them. Outlives the stores of a test, as a task hub outlives a process.</summary>
internal sealed class FakeTaskHub : IOrchestrationClient
{
    private readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    public FaultPlan? Faults { get; set; }

    public IReadOnlyList<OrderCommand> Raised(string instanceId) => _instances.TryGetValue(instanceId, out var instance) ? instance.Commands() : [];

    public void Start(string instanceId) => _instances.TryAdd(instanceId, new Instance());

    public void End(string instanceId, DateTimeOffset at = default)
    {
        _instances[instanceId].Ended = true;
        _instances[instanceId].EndedAt = at;
    }

    /// <summary>The instance ends with an exception.</summary>
    public void Fail(string instanceId, string message)
    {
        End(instanceId);
        _instances[instanceId].Failure = new FailureDetails("System.InvalidOperationException", message, null, null);
    }

    /// <summary>The instance ends with what it gives to the next host.</summary>
    public void Depart(string instanceId, Departure<OrderState, OrderCommand> departure)
    {
        _instances[instanceId].Output = JsonSerializer.Serialize(departure, DomainJson.Options);
        End(instanceId);
    }

    public bool HasEnded(string instanceId) => _instances[instanceId].Ended;

    /// <summary>The instance ends by itself when it has been looked at so often, counted from now.</summary>
    public void EndAfterLooks(string instanceId, int looks) => _instances[instanceId].Looks = looks;

    public bool Exists(string instanceId) => _instances.ContainsKey(instanceId);

    /// <summary>Instances whose removal fails.</summary>
    public HashSet<string> Unremovable { get; } = new(StringComparer.Ordinal);

    /// <summary>What a query for instances answers, page by page; empty: those that are there.</summary>
    public Queue<OrchestrationPage> Pages { get; } = [];

    /// <summary>In place of the next query.</summary>
    public Exception? NextQueryFails { get; set; }

    public void Purge(string instanceId) => _instances.TryRemove(instanceId, out _);

    public Task<string> ScheduleNewAsync(string orchestratorName, object? input = null, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        var instance = new Instance();
        // Through JSON, as every input goes.
        var sent = JsonSerializer.Deserialize<LoopInput<OrderState, OrderCommand>>(JsonSerializer.Serialize(input, DomainJson.Options), DomainJson.Options)!;
        // No list: an existing instance is never replaced, whatever its status. Only an order that comes from another host may take an ended one's place.
        Assert.Equal(sent.Carried is null, options!.DedupeStatuses is null);
        if (sent.First is { } first) instance.Add(first);
        instance.Carried = sent.Carried;
        foreach (var command in sent.Pending ?? []) instance.Add(command);
        var id = options.InstanceId!;
        return CallAsync(() =>
        {
            if (options.DedupeStatuses is { } kept && _instances.TryGetValue(id, out var present) && present.Ended && !kept.Contains(OrchestrationStatus.Completed)) _instances.TryRemove(id, out _);
            return _instances.TryAdd(id, instance) ? id : throw new OrchestrationAlreadyExistsException(id);
        });
    }

    /// <summary>What an instance that came from another host was started with.</summary>
    public LoopState<OrderState>? Carried(string instanceId) => _instances.TryGetValue(instanceId, out var instance) ? instance.Carried : null;

    public Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default) => CallAsync(() =>
    {
        Assert.Equal(LoopNames.CommandEvent, eventName);
        if (_instances.TryGetValue(instanceId, out var instance) && !instance.Ended)
            instance.Add(JsonSerializer.Deserialize<OrderCommand>(JsonSerializer.Serialize(payload, DomainJson.Options), DomainJson.Options)!);
        return true;
    });

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) =>
        CallAsync(() => _instances.TryGetValue(instanceId, out var instance)
            ? new OrchestrationMetadata("OrderOrchestrator", instanceId, instance.Look() ? instance.End : OrchestrationStatus.Running, default, default)
            {
                SerializedOutput = getInputsAndOutputs ? instance.Output : null,
                FailureDetails = instance.Failure,
            }
            : null);

    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default)
    {
        var failure = NextQueryFails;
        NextQueryFails = null;
        if (failure is not null) throw failure;
        return Pages.TryDequeue(out var page) ? Task.FromResult(page) : CallAsync(() => Find(query));
    }

    private OrchestrationPage Find(OrchestrationQuery query)
    {
        var found = _instances.Where(pair => string.CompareOrdinal(pair.Key, query.ContinuationToken) > 0).Select(pair => Seen(pair.Key, pair.Value))
            .Where(seen => query.Statuses?.Contains(seen.Status) != false).OrderBy(seen => seen.InstanceId, StringComparer.Ordinal).ToList();
        return new OrchestrationPage([.. found.Take(query.PageSize)], found.Count > query.PageSize ? found[query.PageSize - 1].InstanceId : null);
    }

    private static OrchestrationMetadata Seen(string id, Instance instance) =>
        new("OrderOrchestrator", id, instance.Ended ? instance.End : OrchestrationStatus.Running, default, instance.EndedAt);

    public Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task TerminateAsync(string instanceId, object? output = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<OrchestrationMetadata> WaitForCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<int> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) => CallAsync(() =>
        Unremovable.Contains(instanceId) ? throw new TimeoutException("The task hub does not answer.")
        : _instances.TryGetValue(instanceId, out var instance) && instance.Ended && _instances.TryRemove(instanceId, out _) ? 1 : 0);
    public Task<int> PurgeAsync(PurgeFilter filter, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<IReadOnlyList<HistoryEntry>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken = default) => throw NotUsed();

    private async Task<T> CallAsync<T>(Func<T> call)
    {
        await Task.Yield();
        return Faults is { } faults ? await faults.RunAsync(() => Task.FromResult(call())) : call();
    }

    private static InvalidOperationException NotUsed() => new("No store needs this.");

    private sealed class Instance
    {
        private readonly List<OrderCommand> _commands = [];

        public bool Ended { get; set; }

        public DateTimeOffset EndedAt { get; set; }

        public FailureDetails? Failure { get; set; }

        public OrchestrationStatus End => Failure is null ? OrchestrationStatus.Completed : OrchestrationStatus.Failed;

        public int? Looks { get; set; }

        public string? Output { get; set; }

        /// <returns>Whether it had ended.</returns>
        public bool Look()
        {
            var ended = Ended;
            if (--Looks == 0) Ended = true;
            return ended;
        }

        public LoopState<OrderState>? Carried { get; set; }

        public void Add(OrderCommand command)
        {
            lock (_commands) _commands.Add(command);
        }

        public IReadOnlyList<OrderCommand> Commands()
        {
            lock (_commands) return [.. _commands];
        }
    }
}
