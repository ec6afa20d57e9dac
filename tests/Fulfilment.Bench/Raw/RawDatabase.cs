using System.Diagnostics;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.Bench.Raw;

/// <summary>SQLite and nothing else: the engine's file, tables and settings, one connection, prepared statements.</summary>
internal sealed class RawDatabase : IDisposable
{
    private readonly Database _database;
    private readonly Statement _history;
    private long _iid;

    public RawDatabase(string folder)
    {
        _database = new Database(DatabaseFile.OpenForWriting(folder, []));
        _history = _database.Prepare("INSERT INTO history(iid, seq, at, sum, data) VALUES(?1, ?2, ?3, ?4, ?5)");
    }

    /// <summary>So many rows and their commit.</summary>
    /// <returns>Milliseconds.</returns>
    public double Commit(byte[] data, int rows = 1)
    {
        var begun = Stopwatch.GetTimestamp();
        _database.Begin();
        for (var row = 0; row < rows; row++) Append(++_iid, data);
        _database.Commit();
        return Stat.Milliseconds(begun, Stopwatch.GetTimestamp());
    }

    /// <summary>Commits of one row of 400 bytes, one after the other.</summary>
    /// <returns>Milliseconds of each.</returns>
    public static List<double> Commits(string folder, int count)
    {
        using var raw = new RawDatabase(folder);
        var data = new byte[400];
        return [.. Enumerable.Range(0, count).Select(_ => raw.Commit(data))];
    }

    /// <summary>The rows of timers that fire and of what they wake: a timer goes, a row of history comes, an instance ends.</summary>
    /// <returns>Seconds, without those of placing them.</returns>
    public double FireTimers(int count, int perCommit)
    {
        var instance = _database.Prepare("INSERT INTO instances(iid, name, status, execution, created) VALUES(?1, 'JustTimer', 0, 1, 0)");
        var place = _database.Prepare("INSERT INTO timers(due, instance, task, iid) VALUES(1, ?2, 0, ?1)");
        var fire = _database.Prepare("DELETE FROM timers WHERE due = 1 AND instance = ?1 AND task = 0");
        var end = _database.Prepare("UPDATE instances SET status = 3 WHERE iid = ?1");
        var data = new byte[100];
        InCommits(count, perCommit, iid =>
        {
            instance.Bind(1, iid).Execute();
            place.Bind(1, iid).Bind(2, $"i{iid}").Execute();
        });
        var watch = Stopwatch.StartNew();
        InCommits(count, perCommit, iid =>
        {
            fire.Bind(1, $"i{iid}").Execute();
            Append(iid, data);
            end.Bind(1, iid).Execute();
        });
        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose() => _database.Dispose();

    private void InCommits(int count, int perCommit, Action<long> one)
    {
        for (var from = 0; from < count; from += perCommit)
        {
            _database.Begin();
            for (var i = from; i < Math.Min(from + perCommit, count); i++) one(i + 1);
            _database.Commit();
        }
    }

    private void Append(long iid, byte[] data) => _history.Bind(1, iid).Bind(2, 0L).Bind(3, DateTime.UtcNow.Ticks).Bind(4, 1L).BindBlob(5, data).Execute();
}
