using System.Diagnostics;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.Bench.Raw;

/// <summary>SQLite and nothing else: the engine's file, tables and settings, one connection, prepared statements.</summary>
internal sealed class RawDatabase : IDisposable
{
    private readonly Database _database;
    private readonly Statement _history;
    private readonly Statement _registry;
    private readonly Statement _instance;
    private readonly Statement _update;
    private readonly Statement _task;
    private readonly Statement _taskDone;
    private readonly Statement _timer;
    private readonly Statement _timerDone;
    private long _iid;

    public RawDatabase(string folder)
    {
        _database = new Database(DatabaseFile.OpenForWriting(folder, []));
        _history = _database.Prepare("INSERT INTO history(iid, seq, at, sum, data) VALUES(?1, ?2, ?3, ?4, ?5)");
        _registry = _database.Prepare("INSERT INTO registry(instance, execution) VALUES(?1, 0)");
        _instance = _database.Prepare("INSERT INTO instances(iid, name, status, execution, created) VALUES(?1, 'Order', 0, 1, ?2)");
        _update = _database.Prepare("UPDATE instances SET status = ?2, pending_from = NULL WHERE iid = ?1");
        _task = _database.Prepare("INSERT INTO tasks(iid, execution, task, name, attempt, input) VALUES(?1, 1, ?2, 'Work', 1, NULL)");
        _taskDone = _database.Prepare("DELETE FROM tasks WHERE iid = ?1 AND execution = 1 AND task = ?2");
        _timer = _database.Prepare("INSERT INTO timers(due, instance, task, iid) VALUES(?1, ?2, ?3, ?4)");
        _timerDone = _database.Prepare("DELETE FROM timers WHERE due = ?1 AND instance = ?2 AND task = ?3");
    }

    /// <summary>One row of 400 bytes and its commit.</summary>
    /// <returns>Milliseconds.</returns>
    public double CommitOne(byte[] data)
    {
        var begun = Stopwatch.GetTimestamp();
        _database.Begin();
        Append(++_iid, 0, data);
        _database.Commit();
        return Stat.Milliseconds(begun, Stopwatch.GetTimestamp());
    }

    /// <summary>Writes the rows of whole orders, checkpoint by checkpoint.</summary>
    /// <param name="perCommit">Checkpoints that share a commit.</param>
    /// <returns>Checkpoints a second.</returns>
    public double WriteOrders(int orders, RowsOfAnOrder rows, int perCommit)
    {
        var data = new byte[rows.BytesPerRow];
        Random.Shared.NextBytes(data);
        var done = 0;
        var watch = Stopwatch.StartNew();
        for (var order = 0; order < orders; order++)
        {
            _iid++;
            for (var checkpoint = 0; checkpoint < rows.Checkpoints; checkpoint++)
            {
                if (done % perCommit == 0) _database.Begin();
                Checkpoint(checkpoint, rows, data);
                if (++done % perCommit == 0) _database.Commit();
            }
        }

        if (_database.InTransaction) _database.Commit();
        return done / watch.Elapsed.TotalSeconds;
    }

    public void Dispose() => _database.Dispose();

    /// <summary>Rows are spread evenly over the checkpoints; whatever a checkpoint begins, the next one ends.</summary>
    private void Checkpoint(int number, RowsOfAnOrder rows, byte[] data)
    {
        if (number == 0)
        {
            _registry.Bind(1, $"i{_iid}").Execute();
            _instance.Bind(1, _iid).Bind(2, DateTime.UtcNow.Ticks).Execute();
        }

        for (var row = Share(rows.History, number, rows); row < Share(rows.History, number + 1, rows); row++) Append(_iid, row, data);
        for (var row = Share(rows.InstanceUpdates, number, rows); row < Share(rows.InstanceUpdates, number + 1, rows); row++) _update.Bind(1, _iid).Bind(2, 1L).Execute();
        for (var row = Share(rows.Tasks, number, rows); row < Share(rows.Tasks, number + 1, rows); row++)
        {
            _task.Bind(1, _iid).Bind(2, (long)row).Execute();
            _taskDone.Bind(1, _iid).Bind(2, (long)row).Execute();
        }

        for (var row = Share(rows.Timers, number, rows); row < Share(rows.Timers, number + 1, rows); row++)
        {
            _timer.Bind(1, _iid + row).Bind(2, $"i{_iid}").Bind(3, (long)row).Bind(4, _iid).Execute();
            _timerDone.Bind(1, _iid + row).Bind(2, $"i{_iid}").Bind(3, (long)row).Execute();
        }
    }

    private void Append(long iid, int sequence, byte[] data) =>
        _history.Bind(1, iid).Bind(2, (long)sequence).Bind(3, DateTime.UtcNow.Ticks).Bind(4, 1L).BindBlob(5, data).Execute();

    private static int Share(int rows, int checkpoint, RowsOfAnOrder order) => (int)((long)rows * checkpoint / order.Checkpoints);
}

/// <summary>What the engine wrote for one order, on average.</summary>
/// <param name="Tasks">Activities that had a row for a while.</param>
internal sealed record RowsOfAnOrder(int Checkpoints, int History, int BytesPerRow, int InstanceUpdates, int Tasks, int Timers);
