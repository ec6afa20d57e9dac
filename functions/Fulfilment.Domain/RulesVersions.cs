namespace Fulfilment.Domain;

/// <summary>
/// Which generation of Decide, Evolve and ReleasePlan an order was started under. Old branches stay until no open order bears them;
/// docs/adr/0004 says how a version is added.
/// </summary>
public static class RulesVersions
{
    public const int Current = 3;

    /// <summary>From it on, staff are not told that a step is late while they know of a problem with it (<see cref="Release.SlaRules"/>).</summary>
    internal const int ProblemsExcuseLateness = 2;

    /// <summary>From it on, an order whose slot went by while nobody could release it waits for the next one (<see cref="Release.ReleaseGate"/>).</summary>
    internal const int MissedSlotsAreGone = 3;
}
