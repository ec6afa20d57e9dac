using System.Diagnostics;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Replay;

/// <summary>Replays a database's histories against this program, read-only, page by page, on all cores.</summary>
internal sealed class ReplayRun(string directory, bool finished, IProgress<(long Done, long All)> progress)
{
    private readonly ComparingReplayer _replayer = new();
    private readonly List<DifferingDecision> _differing = [];
    private readonly List<BreakingHistory> _breaking = [];
    private readonly List<UnreadableHistory> _unreadable = [];
    private long _done;

    /// <exception cref="UserError">There is no database, or it cannot be read.</exception>
    public ReplayReport Run(CancellationToken cancellationToken)
    {
        DataFolder.RequireDatabase(directory);
        var watch = Stopwatch.StartNew();
        try
        {
            using var connection = EngineFile.OpenReadOnly(Path.GetFullPath(directory), SqliteStores.Modules);
            var all = StoredHistories.Count(connection, finished);
            foreach (var page in StoredHistories.Read(connection, finished))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReplayPage(page);
                progress.Report((_done, Math.Max(all, _done)));
            }
        }
        catch (Exception e) when (e is EngineFileException or SqliteException)
        {
            throw new UserError($"Cannot read the database in {directory}: {e.Message}", inner: e);
        }

        return new(_done, _done - _breaking.Count - _unreadable.Count, Math.Round(watch.Elapsed.TotalSeconds, 2), _breaking, _unreadable) { Differing = _differing };
    }

    private void ReplayPage(IReadOnlyList<StoredHistory> page)
    {
        var results = new (ReplayResult Result, DifferingDecision? Difference)[page.Count];
        Parallel.For(0, page.Count, i => results[i] = _replayer.Replay(page[i]));
        for (var i = 0; i < page.Count; i++) Note(page[i], results[i].Result, results[i].Difference);
        _done += page.Count;
    }

    private void Note(StoredHistory history, ReplayResult result, DifferingDecision? decided)
    {
        if (decided is not null) _differing.Add(decided);
        switch (result)
        {
            case ReplayResult.Same:
                break;
            case ReplayResult.Differs(var difference, var message):
                _breaking.Add(new(history.InstanceId, history.Name, history.Execution, difference.Step, difference.Recorded, difference.Asked, message));
                break;
            case ReplayResult.Unreadable(var message):
                _unreadable.Add(new(history.InstanceId, message));
                break;
            default:
                throw new InvalidOperationException($"Unknown result {result.GetType().Name}.");
        }
    }
}
