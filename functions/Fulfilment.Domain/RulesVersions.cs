namespace Fulfilment.Domain;

/// <summary>Which generation of Decide, Evolve and ReleasePlan an order was started under. Old branches stay until no open order bears them.</summary>
public static class RulesVersions
{
    public const int Current = 1;
}
