using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Deciding;

/// <summary>
/// The engine compares kinds and names only, so changed rules would pass a replay and number effects anew under keys that are used up.
/// Here the decisions themselves are held: of every rules version that may still be borne by an open order.
/// </summary>
public sealed class DecisionTests
{
    public static TheoryData<string> Names => new(Golden.All.Select(golden => golden.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Decisions_OfEachGoldenUnderThePresentCode_AreTheApprovedOnes(string name)
    {
        var golden = Golden.All.Single(golden => golden.Name == name);

        Assert.Equal(Approved.Read(golden), Projection.Of(golden.Read()));
    }

    [Fact]
    public void ApprovedDecisions_AllOfThem_BelongToAGolden() => Assert.Equal(Golden.All.Select(Approved.FileOf).Order(StringComparer.Ordinal), Approved.Files);

    [Fact]
    public void EffectKeys_AcrossTheExecutionsOfAnOrder_NeverRepeat()
    {
        var orders = Golden.All.GroupBy(golden => (golden.RulesVersion, golden.Scenario)).Select(executions => executions.SelectMany(Approved.Effects).Select(line => line.Split(' ')[0]).ToList()).ToList();

        Assert.Contains(orders, keys => keys.Count > 5);
        Assert.All(orders, keys => Assert.Equal(keys.Distinct(), keys));
    }
}
