namespace Fulfilment.Domain.Release;

/// <summary>Numbers the behaviour of Decide, Evolve and ReleasePlan. An order keeps the version it was placed with; old branches stay until no open order bears them.</summary>
public static class RulesVersions
{
    /// <summary>What new orders are placed with.</summary>
    public const int Current = 1;
}
