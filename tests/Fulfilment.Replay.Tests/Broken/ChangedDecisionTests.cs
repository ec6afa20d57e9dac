using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Replay.Tests.Deciding;
using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Broken;

/// <summary>Changed rules take the recorded path, so the engine lets them pass; the approved decisions do not.</summary>
public sealed class ChangedDecisionTests
{
    private static readonly IReadOnlyList<Golden> First = [.. Golden.All.Where(golden => golden.Read().Execution == 1)];

    [Fact]
    public void Decisions_WithOneMoreEffect_DifferInEveryGolden() => AssertNoticed(ChangedRules.MoreEffects, First);

    [Fact]
    public void Decisions_WithOneEffectLess_DifferWhereItWas() =>
        AssertNoticed(ChangedRules.FewerEffects, [.. First.Where(golden => Approved.Read(golden).Contains("SendMail received", StringComparison.Ordinal))]);

    [Fact]
    public void Decisions_WithAnotherOutcome_DifferInEveryGolden() => AssertNoticed(ChangedRules.OtherOutcome, First);

    [Fact]
    public void Decisions_OfAGoldenThatTheCodeDoesNotTake_SayWhere()
    {
        var projection = Projection.Of(First[0].Read(), () => new Faults.Orchestrator(new OrderOrchestrator(), context => new Faults.Renamed(context)));

        Assert.Contains("PublishAll", projection, StringComparison.Ordinal);
    }

    private static void AssertNoticed(Func<IOrchestrator> changed, IReadOnlyList<Golden> goldens)
    {
        Assert.NotEmpty(goldens);
        var registry = new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, _ => changed());
        Assert.All(goldens, golden =>
        {
            Assert.IsType<ReplayResult.Same>(Replaying.Of(registry).Replay(golden.Read()));
            Assert.NotEqual(Approved.Read(golden), Projection.Of(golden.Read(), changed));
        });
    }
}
