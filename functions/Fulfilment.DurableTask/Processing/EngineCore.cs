using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// The engine's parts and one turn of its crank: take what is at hand, let it lead to all it leads to, commit the lot in one
/// transaction, and only then let anything out. Everything here runs on the engine's thread.
/// </summary>
internal sealed partial class EngineCore : IDisposable
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly CommitMark _mark;
    private readonly EngineMetrics _metrics;
    private readonly Checkpointer _checkpointer;
    private readonly Journal _journal;
    private readonly ILogger _logger;
    private readonly Action<WorkItem> _post;
    private readonly CancellationToken _stopping;
    private readonly Queue<WorkItem> _owed = new();
    private TurnRunner? _turns;
    private long _pausedUntil;
    private long _commits;
    private string? _refusal;

    public EngineCore(EngineOptions options, Database database, CommitMark mark, EngineMetrics metrics, Action<WorkItem> post, CancellationToken stopping)
    {
        _options = options;
        _database = database;
        _mark = mark;
        _metrics = metrics;
        _post = post;
        _stopping = stopping;
        _logger = options.LoggerFactory.CreateLogger<EmbeddedEngine>();
        Tables = new Tables(database);
        _checkpointer = new Checkpointer(database, DatabaseFile.PathIn(options.Directory), _logger, error => post(new StorageFailure(new IOException($"the write-ahead log could not be folded into the file: {error.Message}", error))));
        Batch = new Batch(database, options);
        _journal = new Journal(Tables, Batch);
        Cache = new InstanceCache(Tables, options.CacheBytes);
        Ready = new ReadyQueue(Cache);
        Timers = new TimerQueue(Tables.Timers, Batch);
        Lifecycle = new Lifecycle(Tables, Batch, _journal, Cache, Timers, Ready, metrics) { OnFinished = instance => Waiters.Complete(instance.Id) };
        Outbox = new OutboxRunner(options, Tables, Batch, metrics, post, stopping) { Store = () => Store! };
        Store = new StoreTransaction(options, database, Tables, Batch, Cache, Lifecycle, Outbox);
    }

    public Tables Tables { get; }

    public Batch Batch { get; }

    public InstanceCache Cache { get; }

    public TimerQueue Timers { get; }

    public ReadyQueue Ready { get; }

    public Lifecycle Lifecycle { get; }

    public OutboxRunner Outbox { get; }

    public StoreTransaction Store { get; }

    public ActivityRunner? Activities { get; private set; }

    public CompletionWaiters Waiters { get; } = new();

    /// <summary>While it stops, the engine only takes what comes in; nothing new is begun.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Why the last batch that could not be kept was undone; stays until somebody has found that there is room again. Any thread.</summary>
    public string? Refusal
    {
        get => Volatile.Read(ref _refusal);
        set => Volatile.Write(ref _refusal, value);
    }

    private bool IsProcessing => _turns is not null && !IsStopping && !IsPaused;

    private bool IsPaused => Waits.Due(_pausedUntil, Batch.Now, _options.RetryPause) > Batch.Now;

    /// <summary>Work waits for a time, or for somebody; nothing is to be done now.</summary>
    public bool IsIdle => !IsProcessing || (Ready.Count == 0 && _owed.Count == 0 && Activities!.Busy == 0 && !Outbox.IsBusy && !(NextDue() <= Batch.Now));

    public void Start(TaskRegistry registry, IServiceProvider services, IReadOnlyList<IOutboxHandler> handlers)
    {
        if (_turns is not null)
        {
            throw new InvalidOperationException("The engine is started already.");
        }

        Outbox.Start(handlers);
        Activities = new ActivityRunner(_options, Tables, Batch, Cache, Lifecycle, new ActivityInvoker(_options, registry, services), _mark, _post, _stopping) { Store = Store };
        var actions = new ActionRunner(registry, _journal, Cache, Lifecycle, Timers, Activities);
        _turns = new TurnRunner(_options, registry, services, Batch, _journal, Cache, Lifecycle, Timers, Ready, actions, _mark, _metrics, OnForeignWake);
        Crashes.Count(_mark, Tables, Batch);
        Recover();
        Crashes.Quarantine(_mark, _options.QuarantineTries, Tables, Cache, Lifecycle);
    }

    /// <summary>UTC ticks of what comes next by itself; null when nothing does.</summary>
    public long? NextDue()
    {
        if (_turns is null || IsStopping)
        {
            return null;
        }

        if (IsPaused)
        {
            return _pausedUntil;
        }

        return Min(Min(Timers.NextDue(), Outbox.NextDue()), _turns.NextRetry);
    }

    /// <summary>After the thread has ended.</summary>
    public void Dispose()
    {
        _checkpointer.Dispose();
        Store.Close();
    }

    /// <summary>The engine has failed: whoever waits for the present batch will not be acknowledged.</summary>
    public void FailBatch(Exception reason)
    {
        foreach (var item in Batch.Drop().Where(item => !item.IsOwed))
        {
            item.Failed(reason);
        }
    }

    public IReadOnlyList<Task> Running() => [.. Activities?.Running() ?? [], .. Outbox.Running()];

    /// <summary>Takes or gives back some pages, as an order would need them.</summary>
    public int TryRoom(bool taken)
    {
        Batch.Write();
        Tables.Meta.TryRoom(taken);
        return 0;
    }

    /// <summary>For the next opening.</summary>
    public int NoteDamage(long mark)
    {
        Batch.Write();
        Tables.Meta.Set(MetaTable.Damaged, mark);
        return 0;
    }

    private void Recover()
    {
        _journal.Clear();
        Cache.Clear();
        Ready.Clear();
        Timers.Reset();
        Lifecycle.Reset();
        _turns?.Reset();
        Activities?.Reset();
        Outbox.Reset();
        foreach (var iid in Tables.Instances.Pending())
        {
            Ready.Add(Cache.Get(iid)!);
        }
    }

    private void OnForeignWake(long iid) => _post(new Request<int>(() =>
    {
        if (Cache.Peek(iid) is { Live: not null } instance)
        {
            Ready.Add(instance);
        }

        return 0;
    }, writesNothing: true, CancellationToken.None));

    private static long? Min(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
