using Fulfilment.DurableTask.Storage;

namespace Fulfilment.Bench.Raw;

/// <summary>What deleting costs SQLite itself: a recording's rows written beside as many orchestrations that are there already, with and without some of those removed on the way.</summary>
internal static class RawPurge
{
    /// <param name="folders">Two new ones.</param>
    /// <param name="removed">Orchestrations removed, evenly over the run and in its commits.</param>
    /// <returns>By how many per cent the removing run is slower than the other.</returns>
    public static double Slowdown((string First, string Second) folders, Recording recording, int perCommit, int removed, bool aloneFirst)
    {
        var first = Write(folders.First, recording, perCommit, aloneFirst ? 0 : removed).PerSecond;
        var second = Write(folders.Second, recording, perCommit, aloneFirst ? removed : 0).PerSecond;
        var (alone, beside) = aloneFirst ? (first, second) : (second, first);
        return 100 * (alone - beside) / alone;
    }

    public static RawRun Write(string folder, Recording recording, int perCommit, int removed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(removed, recording.Count);
        using var replay = new RawReplay(folder, recording);
        replay.Write(recording.Checkpoints, 512);
        replay.SetAside();
        // As the engine's purge: the id stays in the registry.
        Statement[] purge = [.. ((string[])["DELETE FROM history WHERE iid = ?1", "DELETE FROM instances WHERE iid = ?1", "UPDATE registry SET execution = execution WHERE iid = ?1"]).Select(replay.Prepare)];
        var gone = 0;
        return replay.Write(recording.Checkpoints, perCommit, written =>
        {
            for (var due = (int)((long)removed * written / recording.Checkpoints); gone < due;)
            {
                gone++;
                foreach (var statement in purge) statement.Bind(1, -gone).Execute();
            }
        });
    }
}
