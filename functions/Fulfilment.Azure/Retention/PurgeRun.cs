namespace Fulfilment.Azure.Retention;

/// <summary>What one run of the purge did.</summary>
/// <param name="Purged">Instances removed.</param>
/// <param name="Spared">Ended long ago, and kept: the order has left and no export has read it.</param>
/// <param name="IsFinished">False: the time was over before the last instance; the next run goes on from there.</param>
public sealed record PurgeRun(int Purged, int Spared, bool IsFinished)
{
    /// <summary>Ended long ago, left and read, and kept all the same: an import is under way, which may start them anew.</summary>
    public int Importing { get; init; }
}
