namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Every path that a running instance may be on when a new version is deployed.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> List => [.. OrderLives.All, .. OrderEdits.All, .. OrderWaits.All, .. OrderStorefront.All, .. OrderTroubles.All, .. OrderKinds.All, .. OrderMoney.All, .. OrderMoves.All];

    public static Scenario Find(string name) => List.Single(scenario => scenario.Name == name);
}
