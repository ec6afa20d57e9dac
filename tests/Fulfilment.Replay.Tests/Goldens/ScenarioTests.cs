using Fulfilment.Replay.Tests.Scenarios;

namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>Each scenario played now, on the real engine. With the switch set, those without a history leave theirs.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => new(AllScenarios.List.Select(scenario => scenario.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario_PlayedNow_ReplaysAtEveryPrefix(string name)
    {
        var histories = await AllScenarios.Find(name).RunAsync();

        Assert.All(histories, history => Replaying.AssertEveryPrefix(Replaying.Present, history));
        if (Recording.IsAsked) Recording.Keep(name, histories);
    }

    [Fact]
    public async Task Recording_WhereAHistoryIs_WritesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("fulfilment-recording-");
        try
        {
            var histories = await AllScenarios.Find("order-in-grace").RunAsync();
            var first = Recording.Write(folder.FullName, "order-in-grace", histories);
            var written = await File.ReadAllTextAsync(Assert.Single(first));

            Assert.Empty(Recording.Write(folder.FullName, "order-in-grace", [.. histories, .. histories]));
            Assert.Equal(written, await File.ReadAllTextAsync(first[0]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
