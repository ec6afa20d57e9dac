using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Reads from the mark what was being run when the last process ended, and takes out of the way what ends every process.</summary>
internal static class Crashes
{
    public static void Count(CommitMark mark, Tables tables, Batch batch)
    {
        if (mark.Turn is not 0 and var turn)
        {
            mark.Suspect = (turn, mark.Suspect.Iid == turn ? mark.Suspect.Crashes + 1 : 1);
            mark.Turn = 0;
        }

        foreach (var (iid, execution, task) in mark.TakeRunning())
        {
            batch.Write();
            tables.Tasks.CountCrash(iid, execution, task);
        }
    }

    public static void Quarantine(CommitMark mark, int tries, Tables tables, InstanceCache cache, Lifecycle lifecycle)
    {
        if (mark.Suspect is { Crashes: var crashes } suspect && crashes >= tries)
        {
            Quarantine(cache, lifecycle, suspect.Iid, null, $"Its code took the process down {crashes} times in a row: fix it, then retry.", crashes);
            mark.Suspect = (0, 0);
        }

        foreach (var row in tables.Tasks.All().Where(row => row.Crashes >= tries))
        {
            // One that an earlier execution left behind is held, and holds nobody.
            Quarantine(cache, lifecycle, row.Iid, row.Execution, $"The activity '{row.Name}' (#{row.TaskId}) took the process down {row.Crashes} times: fix it, then retry.", row.Crashes);
        }
    }

    private static void Quarantine(InstanceCache cache, Lifecycle lifecycle, long iid, int? execution, string reason, int crashes)
    {
        if (cache.Get(iid) is { Quarantined: false, IsFinished: false } instance && (execution ?? instance.Execution) == instance.Execution)
        {
            instance.FailedTurns = crashes;
            lifecycle.Quarantine(instance, reason);
        }
    }
}
