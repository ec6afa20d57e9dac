using System.Globalization;
using Fulfilment.Bench.Engine;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Bench.Raw;

/// <summary>SQLite and nothing else placing the rows of open orders, and reading them: with the engine's tables and settings, and its way of folding the log in.</summary>
internal sealed class RawOrders : IDisposable
{
    private const int PerCommit = 64;
    private readonly RawFile _file;
    private readonly Statement _register;
    private readonly Statement _instance;
    private readonly Statement _history;
    private readonly Statement _timer;
    private long _iid;

    public RawOrders(string folder)
    {
        _file = new RawFile(folder);
        _register = _file.Database.Prepare("INSERT INTO registry(iid, instance, execution) VALUES(?1, ?2, 0)");
        _instance = _file.Database.Prepare("INSERT INTO instances(iid, name, status, execution, created) VALUES(?1, 'Dormant', 0, 0, ?2)");
        _history = _file.Database.Prepare("INSERT INTO history(iid, seq, at, sum, data) VALUES(?1, 1, ?2, 0, ?3)");
        _timer = _file.Database.Prepare("INSERT INTO timers(due, instance, task, iid) VALUES(?1, ?2, ?3, ?4)");
    }

    /// <param name="historyBytes">Of each.</param>
    public void Place(int orders, int historyBytes)
    {
        var data = new byte[historyBytes];
        for (var placed = 0; placed < orders; placed += PerCommit)
        {
            _file.Database.Begin();
            for (var order = placed; order < Math.Min(placed + PerCommit, orders); order++) Place(++_iid, data);
            _file.Commit();
        }
    }

    /// <summary>The newest of the history, as an opening reads it.</summary>
    /// <returns>Bytes.</returns>
    public static long ReadNewest(SqliteConnection connection, long atMost)
    {
        using var rows = new Statement(connection.Handle!, "SELECT data FROM history ORDER BY id DESC");
        var read = 0L;
        while (read < atMost && rows.Step()) read += rows.BlobSpan(0).Length;
        return read;
    }

    public void Dispose() => _file.Dispose();

    private void Place(long iid, byte[] data)
    {
        var (id, now) = (string.Create(CultureInfo.InvariantCulture, $"open-{iid}"), DateTime.UtcNow.Ticks);
        _register.Bind(1, iid).Bind(2, id).Execute();
        _instance.Bind(1, iid).Bind(2, now).Execute();
        _history.Bind(1, iid).Bind(2, now).BindBlob(3, data.AsSpan()).Execute();
        for (var task = 0; task < Workloads.DormantTimers; task++) _timer.Bind(1, now + (TimeSpan.TicksPerDay * (30 + task))).Bind(2, id).Bind(3, (long)task).Bind(4, iid).Execute();
    }
}
