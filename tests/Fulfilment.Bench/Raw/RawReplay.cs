using System.Diagnostics;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.Bench.Raw;

/// <summary>
/// SQLite writing the very rows of a recording in their order, on one connection with the engine's settings and the engine's way of
/// folding the log in, and with nothing else to do.
/// </summary>
internal sealed class RawReplay : IDisposable
{
    private readonly Recording _recording;
    private readonly RawFile _file;
    private readonly Statement[] _statements;
    private readonly Statement _number;
    private int _done;

    public RawReplay(string folder, Recording recording)
    {
        _recording = recording;
        _file = new RawFile(folder);
        _statements = [.. recording.Templates.Select(_file.Database.Prepare)];
        _number = _file.Database.Prepare("UPDATE meta SET value = value + 1 WHERE key = 'commit'");
    }

    /// <summary>The whole of it, on a fresh file.</summary>
    public static RawRun Run(string folder, Recording recording, int perCommit)
    {
        using var replay = new RawReplay(folder, recording);
        return replay.Write(recording.Checkpoints, perCommit);
    }

    /// <summary>A part out of the middle, where the most orders are under way: one commit a checkpoint is slow.</summary>
    public static RawRun RunPart(string folder, Recording recording, int checkpoints, int perCommit)
    {
        using var replay = new RawReplay(folder, recording);
        replay.Write(recording.Checkpoints / 2, 512);
        return replay.Write(Math.Min(checkpoints, recording.Checkpoints / 2), perCommit);
    }

    /// <summary>What was written becomes another's: its numbers and ids are free again for the same recording.</summary>
    public void SetAside()
    {
        foreach (var change in (string[])["history SET iid = -iid", "instances SET iid = -iid", "registry SET iid = -iid, instance = 'aside ' || instance"])
            DatabaseFile.Scalar(_file.Database.Connection, "UPDATE " + change);
        _done = 0;
    }

    public Statement Prepare(string sql) => _file.Database.Prepare(sql);

    public void Dispose() => _file.Dispose();

    /// <summary>The next so many checkpoints. The engine puts what one instance gained into one row, so a checkpoint is its share of the rows.</summary>
    /// <param name="inCommit">What else goes into each commit; given how many checkpoints are written.</param>
    public RawRun Write(int checkpoints, int perCommit, Action<int>? inCommit = null)
    {
        var syncs = SyncCounter.Count;
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        for (var end = _done + checkpoints; _done < end;)
        {
            var next = Math.Min(_done + perCommit, end);
            _file.Database.Begin();
            for (var i = IndexOf(_done); i < IndexOf(next); i++) Execute(_recording.Writes[i]);
            inCommit?.Invoke(next);
            _number.Execute();
            _file.Commit();
            _done = next;
        }

        var elapsed = watch.Elapsed;
        process.Refresh();
        return new(checkpoints, elapsed, SyncCounter.Count - syncs, process.TotalProcessorTime - cpu);
    }

    private int IndexOf(int checkpoint) => (int)((long)_recording.Writes.Count * checkpoint / _recording.Checkpoints);

    private void Execute(Write write)
    {
        var statement = _statements[write.Template];
        for (var i = 0; i < write.Values.Length; i++)
        {
            switch (write.Values[i])
            {
                case null: statement.BindBlob(i + 1, null); break;
                case long number: statement.Bind(i + 1, number); break;
                case string text: statement.Bind(i + 1, text); break;
                case byte[] blob: statement.BindBlob(i + 1, blob.AsSpan()); break;
                default: throw new UnreachableException();
            }
        }

        statement.Execute();
    }
}

/// <param name="Syncs">Of log and file, counted.</param>
internal sealed record RawRun(int Checkpoints, TimeSpan Elapsed, long Syncs, TimeSpan Cpu)
{
    public double PerSecond => Checkpoints / Elapsed.TotalSeconds;
}
