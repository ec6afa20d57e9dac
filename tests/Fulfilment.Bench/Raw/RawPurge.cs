using Fulfilment.DurableTask.Storage;

namespace Fulfilment.Bench.Raw;

/// <summary>What deleting costs SQLite itself: a recording's rows written beside as many orchestrations that are there already, with and without some of those removed on the way.</summary>
internal static class RawPurge
{
    /// <param name="removed">Orchestrations removed, evenly over the run and in its commits.</param>
    /// <returns>By how many per cent the second is slower.</returns>
    public static double Slowdown(string folder, string secondFolder, Recording recording, int perCommit, int removed)
    {
        var alone = Write(folder, recording, perCommit, removed: 0).PerSecond;
        return 100 * (alone - Write(secondFolder, recording, perCommit, removed).PerSecond) / alone;
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
