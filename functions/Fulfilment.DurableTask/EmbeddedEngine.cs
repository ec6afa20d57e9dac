using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask;

/// <summary>
/// The durable engine in one process on one SQLite file. Opened, it takes starts, events and store writes and answers
/// queries; started, it also runs orchestrators and activities, fires timers and delivers the outbox.
/// </summary>
public sealed class EmbeddedEngine : IAsyncDisposable
{
    private readonly EngineOptions _options;
    private readonly EngineLease _lease;
    private readonly Database _database;
    private readonly CommitMark _mark;
    private readonly ReadPool _reads;
    private readonly EngineThread _thread;
    private readonly EngineMetrics _metrics = new();
    private readonly HistoryScrubber _scrubber;
    private readonly ILogger _logger;
    private bool _disposed;

    /// <param name="uncheckedUpTo">Number of the newest row of history that was not checked yet; 0 when all were.</param>
    private EmbeddedEngine(EngineOptions options, EngineLease lease, SqliteConnection connection, CommitMark mark, long uncheckedUpTo)
    {
        _options = options;
        _lease = lease;
        _logger = options.LoggerFactory.CreateLogger<EmbeddedEngine>();
        _database = new Database(connection);
        _mark = mark;
        _reads = new ReadPool(options.Directory);
        _thread = new EngineThread(options, _database, mark, _metrics);
        _metrics.Observe(() => _thread.Waiting, () => _thread.Core.Activities?.Busy ?? 0, () => _thread.Core.Outbox.Depth, OutboxAge,
            () => Count("outbox WHERE parked IS NOT NULL"), () => Count("quarantine"), () => _thread.Core.Cache.Bytes);
        Client = new EngineClient(options, _thread, _reads);
        Store = new EngineStore(_thread, _reads, _database);
        Quarantine = new EngineQuarantine(_thread, _reads);
        Progress = new EngineProgress(_thread);
        _thread.Begin();
        _scrubber = new HistoryScrubber(options.Directory, uncheckedUpTo, options.Hooks.BeforeScrub, OnDamage, _logger);
    }

    public IOrchestrationClient Client { get; }

    public IEngineStore Store { get; }

    public IQuarantine Quarantine { get; }

    public IEngineProgress Progress { get; }

    /// <summary>Takes the data folder, checks and migrates the file. Nothing is processed before <see cref="StartAsync"/>.</summary>
    /// <exception cref="EngineInUseException">Another engine holds the folder.</exception>
    /// <exception cref="EngineFileException">The folder or file cannot be used: not writable, damaged, of a newer version, another program's.</exception>
    public static Task<EmbeddedEngine> OpenAsync(EngineOptions options, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        RefuseMemory(options.Directory);
        var lease = EngineLease.Take(options.Directory);
        SqliteConnection? connection = null;
        CommitMark? mark = null;
        try
        {
            connection = DatabaseFile.OpenForWriting(options.Directory, options.Modules);
            DatabaseFile.Scalar(connection, $"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            mark = new CommitMark(options.Directory, options.MaxConcurrentActivities);
            var uncheckedUpTo = OpeningChecks.Run(connection, mark, options.Directory);
            return new EmbeddedEngine(options, lease, connection, mark, uncheckedUpTo);
        }
        catch
        {
            mark?.Dispose();
            connection?.Dispose();
            lease.Dispose();
            throw;
        }
    }, cancellationToken);

    /// <summary>Begins processing, with what was left when the engine last stopped.</summary>
    /// <param name="services">Given to the registry's factories.</param>
    /// <param name="handlers">One for each kind of outbox message; a message of another kind is parked.</param>
    public Task StartAsync(TaskRegistry registry, IServiceProvider services, IReadOnlyList<IOutboxHandler> handlers, CancellationToken cancellationToken = default) =>
        _thread.RunAsync(() =>
        {
            _thread.Core.Start(registry, services, handlers);
            return 0;
        }, cancellationToken);

    /// <summary>
    /// Whether the engine can keep what it is given. It costs nothing while all is well; after a write that was refused (the
    /// disk full, the file held) each call tries one of some size, so that the answer changes when there is room again.
    /// </summary>
    /// <returns>Null, or one line that says what is wrong and what to do.</returns>
    public async Task<string?> WriteProblemAsync(CancellationToken cancellationToken = default)
    {
        if (_thread.Failure is { } failure)
        {
            return failure.Message;
        }

        if (_thread.Core.Refusal is null)
        {
            return null;
        }

        try
        {
            // Two commits: what one and the same transaction writes and removes need not be written at all.
            await _thread.ProbeAsync(() => _thread.Core.TryRoom(taken: true), cancellationToken);
            await _thread.ProbeAsync(() => _thread.Core.TryRoom(taken: false), cancellationToken);
            _thread.Core.Refusal = null;
            return null;
        }
        catch (Exception error) when (error is EngineFileException or EngineFailedException or ObjectDisposedException)
        {
            return error.Message;
        }
    }

    /// <summary>Begins nothing new, asks what runs to stop, waits <see cref="EngineOptions.StopPatience"/> for it, and gives up the folder. Requests are taken until then.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _metrics.Dispose();
        _scrubber.Dispose();
        try
        {
            await StopWorkAsync();
        }
        catch (EngineFailedException error)
        {
            _logger.LogError(error, "The engine had failed before it was stopped");
            // Its thread has ended, so what it left running may be looked at; the next engine on the folder must not meet it.
            await _thread.StopAsync();
            await EndAsync(_thread.Core.Running());
        }

        await _thread.StopAsync();
        // What was still running is abandoned by this stop, not to blame for a crash.
        _mark.TakeRunning();
        _thread.Dispose();
        _reads.Dispose();
        _database.Dispose();
        _mark.Dispose();
        _lease.Dispose();
    }

    /// <summary>Read from the file when a collector asks, so that it costs the engine nothing: the oldest waiting message is the first that is not parked.</summary>
    private double OutboxAge() => _disposed ? 0 : _reads.Read(connection =>
        DatabaseFile.Scalar(connection, "SELECT enqueued FROM outbox WHERE parked IS NULL ORDER BY id LIMIT 1") is long enqueued
            ? TimeSpan.FromTicks(_options.Clock.GetUtcNow().UtcTicks - enqueued).TotalSeconds
            : 0);

    /// <summary>On the scrubber's thread. The file remembers it first, so that the next start is refused at once.</summary>
    private void OnDamage(HistoryDamage damage)
    {
        var refusal = OpeningChecks.Refusal(DatabaseFile.PathIn(_options.Directory), damage);
        _logger.LogCritical("{Refusal}", refusal);
        try
        {
            if (damage.Mark is { } mark)
            {
                _thread.RunAsync(() => _thread.Core.NoteDamage(mark), CancellationToken.None).GetAwaiter().GetResult();
            }
        }
        catch (Exception error) when (error is EngineUnavailableException or SqliteException or ObjectDisposedException)
        {
            _logger.LogError(error, "The damage could not be noted in the file; the next start finds it again");
        }
        finally
        {
            _thread.Post(new StorageFailure(new EngineFailedException(refusal, new InvalidDataException(damage.Text))));
        }
    }

    private int Count(string rows) => _disposed ? 0 : _reads.Read(connection => (int)(long)DatabaseFile.Scalar(connection, "SELECT count(*) FROM " + rows)!);

    private static void RefuseMemory(string directory)
    {
        if (string.IsNullOrWhiteSpace(directory) || directory.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            throw new EngineFileException("An in-memory database would lose every order with the process: give the engine a data folder on disk.");
        }
    }

    private async Task StopWorkAsync()
    {
        var running = await _thread.LookAsync(() =>
        {
            _thread.Core.IsStopping = true;
            return _thread.Core.Running();
        }, CancellationToken.None);
        await EndAsync(running);
    }

    private async Task EndAsync(IReadOnlyList<Task> running)
    {
        await _thread.CancelWorkAsync();
        try
        {
            await Task.WhenAll(running).WaitAsync(_options.StopPatience);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("Work still runs after {Patience}; it is run again at the next start", _options.StopPatience);
        }
    }
}
