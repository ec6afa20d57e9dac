using System.Text.Json;
using Fulfilment.Host.Simulation;
using Fulfilment.Host.Tests.Replay;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Simulation;

public sealed class SimulateCommandTests : IDisposable
{
    private static readonly CostRates Rates = new(15m, 0.5m);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Simulate_SameSeed_SameJsonAndAnotherSeedOther()
    {
        string[] command = ["simulate", "--orders", "60", "--days", "3", "--json", "--seed"];

        var first = await Fulfil.RunAsync([.. command, "5"]);
        var again = await Fulfil.RunAsync([.. command, "5"]);
        var other = await Fulfil.RunAsync([.. command, "6"]);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.LastLine, again.LastLine);
        Assert.NotEqual(first.LastLine, other.LastLine);
        using var json = JsonDocument.Parse(first.LastLine);
        Assert.All(json.RootElement.GetProperty("policies").EnumerateArray(), policy => Assert.Equal(60, policy.GetProperty("orders").GetInt32()));
    }

    [Fact]
    public void Run_LongerGrace_CatchesNoFewerEditsAndReleasesNoSooner()
    {
        var report = SimulationRun.Run(new SimulationOptions([], null, Orders: 400, Days: 7, Seed: 3, Rates), _ => { }, CancellationToken.None);

        Verdict Of(string name) => report.Policies.Single(verdict => verdict.Policy == name);
        Verdict[] byGrace = [Of("no grace"), Of("half the grace"), Of("sample shop"), Of("double the grace"), Of("four times")];
        Assert.Equal(byGrace.Select(verdict => verdict.Caught).Order(), byGrace.Select(verdict => verdict.Caught));
        Assert.Equal(byGrace.Select(verdict => verdict.Lead!.MedianMinutes).Order(), byGrace.Select(verdict => verdict.Lead!.MedianMinutes));
        Assert.True(byGrace[0].TooLate > byGrace[^1].TooLate);
        Assert.All(byGrace, verdict => Assert.Equal(400, verdict.Released + verdict.Cancelled + verdict.Waiting));
    }

    [Fact]
    public async Task Simulate_Policies_AreNamedInTheTable()
    {
        var slow = _folder.Write("slow.json", """{ "default": { "graceMinutes": 600 } }""");

        var run = await Fulfil.RunAsync("simulate", "--orders", "20", "--days", "2", "--policy", slow);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("slow.json", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("half the grace", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"default\": {\n    \"graceMinutes\": -5\n  }\n}", "line 3: $.default.graceMinutes")]
    [InlineData("{\n  // not a field\n  \"gracePeriod\": 5\n}", "line 3")]
    [InlineData("{\n  \"calendar\": { \"timeZone\": \"Europe/Nowhere\" }\n}", "line 2: $.calendar.timeZone")]
    [InlineData("{\n  \"categories\": {\n    \"books\": { \"graceMinutes\": 5 },\n    \"mugs\": { \"graceMinutes\": 999999 }\n  }\n}", "line 4: $.categories.mugs.graceMinutes")]
    [InlineData("{\n", "line 2")]
    public async Task Simulate_WrongPolicyFile_NamesTheLine(string text, string expected)
    {
        var run = await Fulfil.RunAsync("simulate", "--policy", _folder.Write("policy.json", text));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.OnlyErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_RecordedOrders_AsTheyWereAndUnderAnotherPolicy()
    {
        await using (var orders = await RecordedOrders.OpenAsync(_folder.Path))
        {
            var id = await orders.PlaceAsync("1");
            await orders.AllocateAsync(id);
            await orders.AdvanceAsync(TimeSpan.FromMinutes(30));
            await orders.EditAsync(id, "in time");
            await orders.AdvanceAsync(TimeSpan.FromMinutes(90));
            await orders.EditAsync(id, "too late");
        }

        var slow = _folder.Write("slow.json", """{ "default": { "graceMinutes": 180 } }""");
        var run = await Fulfil.RunAsync("simulate", "--data", _folder.Path, "--policy", slow, "--json");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.LastLine);
        var verdicts = json.RootElement.GetProperty("policies").EnumerateArray()
            .Select(v => (v.GetProperty("policy").GetString(), v.GetProperty("caught").GetInt32(), v.GetProperty("tooLate").GetInt32(), v.GetProperty("lead").GetProperty("medianMinutes").GetDouble()));
        Assert.Equal([("as it was", 1, 1, 60.0), ("slow.json", 2, 0, 180.0)], verdicts);
    }

    [Fact]
    public async Task Read_FewerThanThereAre_TakesTheNewest()
    {
        await using (var orders = await RecordedOrders.OpenAsync(_folder.Path))
        {
            foreach (var number in (string[])["1", "2", "3"])
            {
                await orders.PlaceAsync(number);
                await orders.AdvanceAsync(TimeSpan.FromMinutes(1));
            }
        }

        Assert.Equal(["demo.own.2", "demo.own.3"], RecordedWorkload.Read(_folder.Path, most: 2).Orders.Select(order => order.Id));
    }

    [Fact]
    public async Task Simulate_FolderWithoutOrders_SaysSo()
    {
        await using (await RecordedOrders.OpenAsync(_folder.Path))
        {
            var run = await Fulfil.RunAsync("simulate", "--data", _folder.Path);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("There is no order", run.OnlyErrorLine, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();
}
