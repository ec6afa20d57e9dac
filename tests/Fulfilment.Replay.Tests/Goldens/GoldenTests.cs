using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration;
using Fulfilment.Replay.Tests.Deciding;
using Fulfilment.Replay.Tests.Scenarios;

namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>Histories of what has been deployed, against the code that is about to be.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => new(Golden.All.Select(golden => golden.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Replay_EveryPrefixOfEachGolden_TakesTheRecordedPath(string name) =>
        Replaying.AssertEveryPrefix(Replaying.Present, Find(name).Read());

    [Fact]
    public void Goldens_OfEveryRulesVersionUpToTheCurrent_AreThere()
    {
        for (var version = 1; version <= RulesVersions.Current; version++)
            Assert.True(Golden.Of(version).Count > 0, $"No history of rules version {version} is committed in {HistoryFolder.Of(version)}: record them before that version is deployed.");
    }

    /// <summary>Open orders of an older version are decided as ever. A version that decided nothing differently would make the goldens beside it prove nothing.</summary>
    [Fact]
    public void Goldens_OfAnOlderRulesVersion_HoldADecisionThatTheNextOneTakesDifferently()
    {
        Assert.True(RulesVersions.Current > 1, "There is no older rules version, so nothing proves that one still replays.");
        for (var version = 1; version < RulesVersions.Current; version++)
            Assert.NotEmpty(from older in Golden.Of(version) from next in Golden.Of(version + 1) where older.IsSameLife(next) && !Approved.Course(older).SequenceEqual(Approved.Course(next)) select older);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Golden_InTheFolderOfItsRules_BearsThatVersion(string name)
    {
        var golden = Find(name);
        using var input = JsonDocument.Parse(golden.Read().Input!);

        Assert.Equal(golden.RulesVersion, VersionIn(input.RootElement));
    }

    /// <summary>A recorded failure is evidence of a defect, not of behaviour to be kept.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Golden_AsRecorded_IsNoFailedRun(string name) =>
        Assert.DoesNotContain("ExecutionFailed", File.ReadAllText(Find(name).File), StringComparison.Ordinal);

    [Fact]
    public void Goldens_OfTheCurrentRules_CoverEveryScenario() =>
        Assert.Equal(AllScenarios.List.Select(scenario => scenario.Name).Order(), Golden.Of(RulesVersions.Current).Select(golden => golden.Scenario).Distinct().Order());

    [Fact]
    public void Goldens_OfTheCurrentRules_CoverEveryOrchestrator() =>
        Assert.Equal(OrchestrationRegistration.CreateRegistry().Orchestrators.Keys.Order(), Golden.Of(RulesVersions.Current).Select(golden => golden.Read().Name).Distinct().Order());

    /// <summary>A command that no history holds could be broken without a sign. Place is in the input; a wake is a timer that fired.</summary>
    [Fact]
    public void Goldens_OfTheCurrentRules_HoldEveryCommand()
    {
        var held = Golden.Of(RulesVersions.Current).SelectMany(golden => golden.Read().RaisedEvents).Select(raised => JsonDocument.Parse(raised.Payload!).RootElement.GetProperty("type").GetString()!);

        Assert.Equal(TransitionTable.Commands.Select(type => type.Name).Except([nameof(OrderCommand.Place), nameof(OrderCommand.Wake)]).Order(), held.Distinct().Order());
    }

    /// <summary>Tries that failed, the waits between them, and pauses.</summary>
    [Theory]
    [InlineData("TaskScheduled")]
    [InlineData("TaskCompleted")]
    [InlineData("TaskFailed")]
    [InlineData("TimerCreated")]
    [InlineData("TimerFired")]
    [InlineData("EventRaised")]
    [InlineData("ExecutionSuspended")]
    [InlineData("ExecutionResumed")]
    [InlineData("ExecutionCompleted")]
    public void Goldens_OfTheCurrentRules_HoldEveryKindOfEvent(string kind) =>
        Assert.Contains(Golden.Of(RulesVersions.Current), golden => File.ReadAllText(golden.File).Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Golden_AsRecorded_NamesNoMachine(string name) => Assert.DoesNotContain("stackTrace", File.ReadAllText(Find(name).File), StringComparison.Ordinal);

    [Fact]
    public void Goldens_OfGenerations_HoldStateThatWasCarriedOver()
    {
        var executions = Golden.Of(RulesVersions.Current).Where(golden => golden.Scenario == "order-generations").Select(golden => golden.Read()).ToList();

        Assert.Equal([1, 2, 3], executions.Select(history => history.Execution));
        Assert.All(executions.Skip(1), history => Assert.Contains("carried", history.Input, StringComparison.Ordinal));
    }

    private static Golden Find(string name) => Golden.All.Single(golden => golden.Name == name);

    private static int? VersionIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .Select(property => property.Name == "rulesVersion" && property.Value.ValueKind == JsonValueKind.Number ? property.Value.GetInt32() : VersionIn(property.Value))
            .FirstOrDefault(version => version is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(VersionIn).FirstOrDefault(version => version is not null),
        _ => null,
    };
}
