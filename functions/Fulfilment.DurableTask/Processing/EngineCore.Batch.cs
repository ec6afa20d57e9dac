using System.Collections.Concurrent;
using System.Diagnostics;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Processing;

/// <summary>One batch, from what is at hand to its commit or its undoing.</summary>
internal sealed partial class EngineCore
{
    /// <summary>Whoever is in the batch waits for its end, in real time.</summary>
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(25);

    /// <summary>What follows from a request goes before the next one; but code that never waits leads to more without end, and somebody may want to end it.</summary>
    private const int LongestRow = 256;

    private int _row;

    /// <summary>The present batch has run turns, local activities or timers: it did more than it was asked.</summary>
    private bool _hasOwnWork;

    /// <summary>What may still be taken of the incoming before a due timer; null while none is known to be due.</summary>
    private int? _ahead;

    /// <summary>Takes <paramref name="incoming"/> and what follows from it through one commit. False when there was nothing to do.</summary>
    /// <exception cref="EngineFailedException">The storage failed; the process must end.</exception>
    public bool RunBatch(ConcurrentQueue<WorkItem> incoming)
    {
        try
        {
            Batch.ReadClock();
            _turns?.WakeRetries();
            var started = Stopwatch.GetTimestamp();
            while (Batch.Steps < _options.MaxBatchSteps && Stopwatch.GetElapsedTime(started) < LongestBatch && Step(incoming))
            {
                Batch.Steps++;
            }

            var worked = Batch.Steps > 0;
            Commit();
            return worked;
        }
        catch (SqliteException error) when (StorageErrors.PassesBy(error))
        {
            UndoBatch(error);
            return true;
        }
        catch (Exception error) when (error is not EngineFailedException)
        {
            throw new EngineFailedException($"The engine on '{_options.Directory}' stopped because its storage failed ({error.Message}): restart it; what was acknowledged is on disk.", error);
        }
    }

    private bool Step(ConcurrentQueue<WorkItem> incoming)
    {
        if (_row >= LongestRow && TakeOther(incoming))
        {
            _row = 0;
            return true;
        }

        if (GoOn())
        {
            _row++;
            return true;
        }

        _row = 0;
        return TakeOther(incoming);
    }

    /// <summary>With what was begun: local activities, then turns.</summary>
    private bool GoOn()
    {
        if (!IsProcessing || (!Activities!.HasLocal && Ready.Count == 0))
        {
            return false;
        }

        _hasOwnWork = true;
        if (Activities.TryRunLocal())
        {
            return true;
        }

        if (!Ready.TryTake(out var instance))
        {
            return false;
        }

        _turns!.Run(instance);
        return true;
    }

    private bool TakeOther(ConcurrentQueue<WorkItem> incoming)
    {
        if ((IsProcessing || IsStopping) && _owed.TryDequeue(out var owed))
        {
            Run(owed);
            return true;
        }

        return TakeBeforeTimer(incoming) || FireTimer() || Take(incoming);
    }

    /// <summary>
    /// Of a command and a timer that are both ready the command goes first: all that had arrived when the timer was found due,
    /// and one before each further timer. No more than that, or under a load that never lets up no timer would ever fire.
    /// </summary>
    private bool TakeBeforeTimer(ConcurrentQueue<WorkItem> incoming)
    {
        if (_ahead is null && IsProcessing && Timers.IsDue)
        {
            _ahead = incoming.Count;
        }

        if (_ahead == 0 || !Take(incoming))
        {
            return false;
        }

        _ahead--;
        return true;
    }

    private bool FireTimer()
    {
        if (!IsProcessing || !Timers.TryPopDue(out var timer))
        {
            _ahead = null;
            return false;
        }

        _hasOwnWork = true;
        Lifecycle.Fire(timer);
        _ahead = Timers.IsDue ? 1 : null;
        return true;
    }

    private bool Take(ConcurrentQueue<WorkItem> incoming)
    {
        if (!incoming.TryDequeue(out var item))
        {
            return false;
        }

        Run(item);
        return true;
    }

    private void Run(WorkItem item)
    {
        if (item.IsOwed)
        {
            Batch.Items.Add(item);
            item.Run();
            return;
        }

        try
        {
            item.Run();
            Batch.Items.Add(item);
        }
        catch (SqliteException error) when (StorageErrors.EndsBatch(error))
        {
            Batch.Items.Add(item);
            throw;
        }
        catch (Exception error)
        {
            item.Failed(error);
        }
    }

    private void Commit()
    {
        if (Batch.IsOpen)
        {
            Activities?.StoreScheduled();
            _journal.Flush();
            var number = Tables.Meta.CountCommit() ?? throw new InvalidOperationException("another engine has opened the file");
            _commits++;
            _options.Hooks.BeforeCommit(_commits);
            var started = Stopwatch.GetTimestamp();
            _database.Commit();
            _mark.Commit = number;
            _metrics.Committed(Batch.Steps, started);
            _options.Hooks.AfterCommit(_commits);
            _journal.Clear();
        }

        _hasOwnWork = false;
        Batch.Release();
        Cache.Trim(Batch.Now);
        _checkpointer.AfterCommit();
        if (_turns is not null && !IsStopping)
        {
            Activities!.Release();
            Outbox.Release();
        }
    }

    /// <summary>
    /// The disk is full, or the file is held by another program. Callers hear that theirs was not accepted; what the engine owes is kept and tried again after a
    /// pause; memory, which is ahead of the disk now, is dropped and read anew.
    /// </summary>
    private void UndoBatch(SqliteException error)
    {
        var refusal = DatabaseFile.Explain(DatabaseFile.PathIn(_options.Directory), error);
        Refusal = refusal.Message;
        _logger.LogError(error, "This batch is undone: {Reason}", refusal.Message);
        _database.Rollback();
        var items = Batch.Drop();
        foreach (var item in items)
        {
            if (item.WritesNothing)
            {
                item.Committed();
            }
            else if (!item.IsOwed)
            {
                item.Failed(refusal);
            }
            else if (!IsStopping)
            {
                _owed.Enqueue(item);
            }
        }

        if (!_hasOwnWork && items.All(item => item.WritesNothing || item.IsProbe))
        {
            // Memory knows of nothing that is not on disk, and there may be room for less than the probe takes.
            return;
        }

        _hasOwnWork = false;
        _pausedUntil = Batch.Now + _options.RetryPause.Ticks;
        Recover();
    }
}
