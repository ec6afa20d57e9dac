using System.Diagnostics;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Delivers outbox messages after their commit, with back-off, and parks what cannot be delivered. Members are for the engine's thread.</summary>
internal sealed class OutboxRunner(EngineOptions options, Tables tables, Batch batch, EngineMetrics metrics, Action<WorkItem> post, CancellationToken stopping)
{
    /// <summary>A provider that wants to be left alone for longer is asked again after a day all the same.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly ILogger _logger = options.LoggerFactory.CreateLogger<EmbeddedEngine>();
    private readonly Dictionary<string, OutboxLanes> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IOutboxHandler> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Task> _running = [];
    private readonly List<OutboxEntry> _added = [];
    private volatile int _depth;

    public required Func<StoreTransaction> Store { get; init; }

    /// <summary>Messages that wait or are under way; may be read from any thread.</summary>
    public int Depth => _depth;

    public bool IsBusy => _running.Count > 0 || _added.Count > 0 || NextDue() <= batch.Now;

    public void Start(IReadOnlyList<IOutboxHandler> handlers)
    {
        foreach (var handler in handlers)
        {
            _handlers.Add(handler.Kind, handler);
        }
    }

    /// <summary>A message of the present batch; it waits for the sync.</summary>
    public void Add(OutboxEntry entry) => _added.Add(entry);

    /// <summary>UTC ticks; null when none waits for a time. What waits for another delivery to end is woken by that, not by the clock.</summary>
    public long? NextDue() => options.HoldOutbox ? null : _kinds.Values.Where(kind => kind.Running < options.MaxConcurrentDeliveriesPerKind).Min(kind => kind.NextDue(batch.Now, LongestDelay));

    /// <summary>After a sync: what it enqueued, and what is due, may leave now.</summary>
    public void Release()
    {
        _depth += _added.Count;
        _added.ForEach(entry => LanesOf(entry.Kind).Add(entry));
        _added.Clear();
        if (options.HoldOutbox)
        {
            return;
        }

        foreach (var (kind, lanes) in _kinds)
        {
            while (lanes.Running < options.MaxConcurrentDeliveriesPerKind && lanes.TakeDue(batch.Now, LongestDelay) is { } entry)
            {
                Begin(kind, entry);
            }
        }
    }

    /// <summary>Reads the stored messages: after start, and after a batch was undone. What is under way is left to end.</summary>
    public void Reset()
    {
        _added.Clear();
        _kinds.Clear();
        _depth = 0;
        foreach (var entry in tables.Outbox.Waiting())
        {
            _depth++;
            LanesOf(entry.Kind).Add(entry);
            if (_running.ContainsKey(entry.Id))
            {
                LanesOf(entry.Kind).Claim(entry);
            }
        }
    }

    public Task[] Running() => [.. _running.Values];

    private OutboxLanes LanesOf(string kind)
    {
        if (!_kinds.TryGetValue(kind, out var lanes))
        {
            _kinds.Add(kind, lanes = new OutboxLanes());
        }

        return lanes;
    }

    private void Begin(string kind, OutboxEntry entry)
    {
        var run = tables.Outbox.Read(entry) is not { } stored
            ? Task.FromResult<Ending>(new(OutboxResult.Delivered, null))
            : !_handlers.TryGetValue(kind, out var handler)
            ? Task.FromResult<Ending>(new(new OutboxResult.GiveUp($"No handler for messages of kind '{kind}' is registered: configure one, then retry."), null))
            : Task.Run(() => DeliverAsync(handler, new OutboxDelivery(stored.Message, entry.Attempts + 1, new DateTimeOffset(stored.EnqueuedAt, TimeSpan.Zero)), stored.Trace));
        _running.Add(entry.Id, run.ContinueWith(done => post(new Completion(this, entry, done.Result)), TaskScheduler.Default));
    }

    private async Task<Ending> DeliverAsync(IOutboxHandler handler, OutboxDelivery delivery, string? trace)
    {
        using var span = Tracing.Start("deliver", handler.Kind, ActivityKind.Producer, trace);
        var writes = new WriteList(options.Json, options.MaxPayloadBytes);
        try
        {
            var result = await handler.DeliverAsync(delivery, writes, stopping);
            return new Ending(result ?? throw new InvalidOperationException($"The handler of '{handler.Kind}' gave no result."), writes, span?.Id ?? trace);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new Ending(null, null);
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            return new Ending(Retry(delivery.Attempt, error), null);
        }
    }

    private OutboxResult.RetryAfter Retry(int attempt, Exception error)
    {
        var ticks = options.OutboxFirstBackoff.Ticks * Math.Pow(2, Math.Min(attempt - 1, 40));
        return new(TimeSpan.FromTicks((long)Math.Min(ticks, options.OutboxMaxBackoff.Ticks)), $"{error.GetType().Name}: {error.Message}");
    }

    /// <returns>The message when it is to be tried again.</returns>
    private OutboxEntry? Complete(OutboxEntry entry, Ending ending)
    {
        batch.Write();
        if (!tables.Outbox.Has(entry.Id))
        {
            // Taken away meanwhile: it is delivered from where it is now.
            return null;
        }

        var attempts = entry.Attempts + 1;
        var result = ending.Result is OutboxResult.RetryAfter ? ending.Result : Write(attempts, ending) ?? ending.Result;
        switch (result)
        {
            case OutboxResult.Done:
                tables.Outbox.Delete(entry.Id);
                return null;
            case OutboxResult.RetryAfter later when attempts < options.OutboxMaxAttempts:
                var delay = new TimeSpan(Math.Clamp(later.Delay.Ticks, 0, LongestDelay.Ticks));
                var again = entry with { Attempts = attempts, Due = batch.Now + delay.Ticks };
                tables.Outbox.Postpone(again);
                _logger.LogWarning("Delivery {Attempt} of {Kind} for {InstanceId} failed, next in {Delay}: {Reason}", attempts, entry.Kind, entry.InstanceId, delay, later.Reason);
                return again;
            case OutboxResult.RetryAfter last:
                return Park(entry, attempts, $"Given up after {attempts} tries: {last.Reason}");
            case OutboxResult.GiveUp end:
                return Park(entry, attempts, end.Reason);
            default:
                throw new InvalidOperationException($"A delivery cannot end as {result?.GetType().Name ?? "nothing"}.");
        }
    }

    private OutboxEntry? Park(OutboxEntry entry, int attempts, string reason)
    {
        metrics.Quarantined("outbox");
        tables.Outbox.Park(entry.Id, attempts, reason, batch.Now);
        _logger.LogError("A message of kind {Kind} for {InstanceId} is parked: {Reason}", entry.Kind, entry.InstanceId, reason);
        return null;
    }

    /// <returns>A retry when what the handler wants written is refused.</returns>
    private OutboxResult? Write(int attempts, Ending ending)
    {
        if (ending.Writes is not { IsEmpty: false } writes)
        {
            return null;
        }

        try
        {
            Store().Run(transaction =>
            {
                writes.Apply(transaction);
                return 0;
            }, ending.Trace);
            return null;
        }
        catch (Exception error) when (error is not SqliteException sqlite || !StorageErrors.EndsBatch(sqlite))
        {
            return Retry(attempts, error);
        }
    }

    /// <param name="Result">Null when the engine stopped meanwhile.</param>
    private sealed record Ending(OutboxResult? Result, WriteList? Writes, string? Trace = null);

    private sealed class Completion(OutboxRunner runner, OutboxEntry entry, Ending ending) : WorkItem
    {
        private OutboxEntry? _again;

        public override bool IsOwed => true;

        public override void Run() => _again = ending.Result is null ? entry : runner.Complete(entry, ending);

        public override void Committed()
        {
            runner._running.Remove(entry.Id);
            runner._depth -= runner.LanesOf(entry.Kind).Return(entry, _again) && _again is null ? 1 : 0;
        }

        public override void Failed(Exception error) => throw new InvalidOperationException("A completion is never refused.", error);
    }
}
