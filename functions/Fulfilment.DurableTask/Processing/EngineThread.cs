using System.Collections.Concurrent;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// The one thread that owns the engine's state and its write connection. It sleeps until a caller posts something, work
/// completes, or the clock reaches the next due instant; it never polls.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA2213", Justification = "See Dispose.")]
internal sealed class EngineThread : IDisposable
{
    /// <summary>The alarm counts elapsed time, so a clock that is set forth would not ring it: with something due some day, the clock is read this often.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly EngineOptions _options;
    private readonly ConcurrentQueue<WorkItem> _incoming = new();
    private readonly List<TaskCompletionSource> _idleWaiters = [];
    private readonly ManualResetEventSlim _wake = new(false, spinCount: 10);
    private readonly ITimer _alarm;
    private readonly CancellationTokenSource _stopWork = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stop;
    private volatile Exception? _closed;
    private long _nextDue = long.MaxValue;

    public EngineThread(EngineOptions options, Database database, CommitMark mark, EngineMetrics metrics)
    {
        _options = options;
        Core = new EngineCore(options, database, mark, metrics, Post, _stopWork.Token);
        _alarm = options.Clock.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Loop) { IsBackground = true, Name = "durable engine" };
    }

    public EngineCore Core { get; }

    /// <summary>UTC ticks; null when nothing comes by itself.</summary>
    public long? NextDue => Interlocked.Read(ref _nextDue) is var due and not long.MaxValue ? due : null;

    /// <summary>Posted and not yet taken.</summary>
    public int Waiting => _incoming.Count;

    /// <summary>Why nothing is accepted any more; null while it is.</summary>
    public Exception? Failure => _closed;

    public bool IsCurrent => Thread.CurrentThread == _thread;

    public void Begin() => _thread.Start();

    public void Post(WorkItem item)
    {
        _incoming.Enqueue(item);
        _wake.Set();
        if (_closed is { } reason)
        {
            FailIncoming(reason);
        }
    }

    /// <summary>Runs <paramref name="body"/> on this thread inside a batch; answers when the batch is synced.</summary>
    public Task<T> RunAsync<T>(Func<T> body, CancellationToken cancellationToken) => PostAsync(new Request<T>(body, writesNothing: false, cancellationToken));

    /// <summary>The same for a write that only tries whether there is room.</summary>
    public Task<int> ProbeAsync(Func<int> body, CancellationToken cancellationToken) => PostAsync(new Request<int>(body, writesNothing: false, cancellationToken) { IsProbe = true });

    /// <summary>The same for what only looks.</summary>
    public Task<T> LookAsync<T>(Func<T> body, CancellationToken cancellationToken) => PostAsync(new Request<T>(body, writesNothing: true, cancellationToken));

    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await LookAsync(() =>
        {
            _idleWaiters.Add(idle);
            return 0;
        }, cancellationToken);
        await idle.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Asks activities and deliveries to stop.</summary>
    public Task CancelWorkAsync() => _stopWork.CancelAsync();

    /// <summary>Takes what was posted before, then ends the thread.</summary>
    public Task StopAsync()
    {
        _stop = true;
        _wake.Set();
        return _ended.Task;
    }

    /// <summary>The event stays: abandoned work may still post, and is then told that the engine is stopped.</summary>
    public void Dispose()
    {
        Core.Dispose();
        _alarm.Dispose();
        _stopWork.Dispose();
    }

    private Task<T> PostAsync<T>(Request<T> request)
    {
        Post(request);
        return request.Answer;
    }

    private void Loop()
    {
        try
        {
            while (true)
            {
                _wake.Reset();
                if (Core.RunBatch(_incoming))
                {
                    continue;
                }

                if (_stop)
                {
                    Close(new ObjectDisposedException(nameof(EmbeddedEngine), "The engine is stopped."));
                    return;
                }

                ReleaseIdleWaiters();
                Sleep();
            }
        }
        catch (Exception error)
        {
            var failure = error as EngineFailedException ?? new EngineFailedException($"The engine stopped on an error of its own: {error.Message}", error);
            Close(failure);
            _options.FailFast(failure.Message, failure);
        }
    }

    private void ReleaseIdleWaiters()
    {
        if (!_incoming.IsEmpty || !Core.IsIdle)
        {
            return;
        }

        PublishNextDue();
        _idleWaiters.ForEach(waiter => waiter.TrySetResult());
        _idleWaiters.Clear();
    }

    /// <summary>Sets the alarm and waits. A clock that moved while the alarm was set would ring late, so it is read again.</summary>
    private void Sleep()
    {
        var due = PublishNextDue();
        if (due is { } instant)
        {
            var now = _options.Clock.GetUtcNow().UtcTicks;
            var wait = TimeSpan.FromTicks(Math.Clamp(instant - now, 0, LongestSleep.Ticks)) + TimeSpan.FromMilliseconds(0.999);
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Floor(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            if (_options.Clock.GetUtcNow().UtcTicks >= instant || HasJumped(now))
            {
                return;
            }
        }

        if (_incoming.IsEmpty)
        {
            _wake.Wait();
        }
    }

    private bool HasJumped(long before) => Math.Abs(_options.Clock.GetUtcNow().UtcTicks - before) > TimeSpan.TicksPerSecond;

    private long? PublishNextDue()
    {
        var due = Core.NextDue();
        Interlocked.Exchange(ref _nextDue, due ?? long.MaxValue);
        return due;
    }

    private void Close(Exception reason)
    {
        _closed = reason;
        Core.FailBatch(reason);
        FailIncoming(reason);
        Core.Waiters.Fail(reason);
        _idleWaiters.ForEach(waiter => waiter.TrySetException(reason));
        Interlocked.Exchange(ref _nextDue, long.MaxValue);
        _ended.TrySetResult();
    }

    private void FailIncoming(Exception reason)
    {
        while (_incoming.TryDequeue(out var item))
        {
            if (!item.IsOwed)
            {
                item.Failed(reason);
            }
        }
    }
}
