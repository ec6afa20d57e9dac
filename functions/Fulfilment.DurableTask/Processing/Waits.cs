namespace Fulfilment.DurableTask.Processing;

/// <summary>Waits of the engine's own, which are lengths of time that are kept as instants: a clock that was set back must not prolong them.</summary>
internal static class Waits
{
    /// <param name="due">UTC ticks of the end as it was reckoned when the wait began.</param>
    /// <param name="longest">No wait of this kind is longer: one that seems to be began under a later clock, and is over.</param>
    public static long Due(long due, long now, TimeSpan longest) => due - now > longest.Ticks ? now : due;
}
