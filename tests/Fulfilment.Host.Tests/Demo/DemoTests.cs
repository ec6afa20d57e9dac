using System.Text.Json.Nodes;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Demo;

public sealed class DemoTests(FinishedDemo finished) : IClassFixture<FinishedDemo>
{
    private static readonly string[] Fields = ["orders", "delivered", "cancelled", "waiting", "editsApplied", "editsRefused", "mails", "released", "kills", "violations", "seconds"];

    [Fact]
    public void Demo_EveryPlotAndOneKill_HoldsEveryPromise()
    {
        var result = Json(finished.Run);

        Assert.Equal(0, finished.Run.ExitCode);
        Assert.Equal(Fields, result.Select(p => p.Key));
        Assert.Equal((33, 1), ((int)result["orders"]!, (int)result["kills"]!));
        Assert.Equal(33, (int)result["delivered"]! + (int)result["cancelled"]! + (int)result["waiting"]!);
        Assert.True((int)result["editsApplied"]! > 0 && (int)result["editsRefused"]! > 0);
    }

    /// <summary>What the operator would do before the next deploy, on a folder with every plot in it and a kill.</summary>
    [Fact]
    public async Task FinishedDemo_CheckedAndReplayed_IsWholeAndGoesOn()
    {
        var folder = finished.Copy().Path;

        var check = await Fulfil.RunAsync("check", "--data", folder);
        var replay = await Fulfil.RunAsync("replay", "--data", folder, "--all", "--json");

        Assert.Equal((0, 0), (check.ExitCode, replay.ExitCode));
        var report = JsonNode.Parse(replay.LastLine)!.AsObject();
        Assert.Equal((int)report["histories"]!, (int)report["same"]!);
        Assert.True((int)report["histories"]! >= 33);
        Assert.Empty(report["differing"]!.AsArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Demo_SameSeed_SameJsonExceptSeconds(int seed)
    {
        using var folder = new TemporaryFolder();

        var runs = new List<Finished>();
        foreach (var name in (string[])["a", "b"])
            runs.Add(await Fulfil.RunAsync("demo", "--orders", "12", "--seed", $"{seed}", "--data", folder.In(name), "--json"));

        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(WithoutSeconds(runs[0]), WithoutSeconds(runs[1]));
    }

    [Fact]
    public async Task Demo_FolderNotEmpty_RefusesAndTouchesNothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("precious.txt", "mine");

        var run = await Fulfil.RunAsync("demo", "--orders", "1", "--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not empty", run.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Equal(["precious.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Demo_Keep_PrintsLinksThatOpenAndStopsOnCtrlC()
    {
        using var folder = new TemporaryFolder();
        using var demo = Fulfil.Start("demo", "--orders", "2", "--keep", "--data", folder.In("run"));
        var customer = (await demo.LineAsync("customer  http")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await demo.LineAsync("Stop with Ctrl-C");

        using var http = new HttpClient();
        var order = await http.GetStringAsync($"{customer}/order");
        demo.Interrupt();
        var ended = await demo.EndAsync();

        Assert.Contains("\"number\"", order, StringComparison.Ordinal);
        Assert.Equal(0, ended.ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(customer));
    }

    [Fact]
    public async Task Demo_CtrlCUnderWay_LeavesNoServerBehind()
    {
        using var folder = new TemporaryFolder();
        using var demo = Fulfil.Start("demo", "--orders", "500", "--data", folder.In("run"));
        await UntilAsync(() => File.Exists(folder.In("run", "engine.db")));

        demo.Interrupt();
        var ended = await demo.EndAsync();

        Assert.Equal(130, ended.ExitCode);
        // The folder's lock is free again: the child is gone.
        using var free = new FileStream(folder.In("run", "engine.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(free.CanWrite);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static JsonObject Json(Finished run) => JsonNode.Parse(run.LastLine)!.AsObject();

    private static string WithoutSeconds(Finished run)
    {
        var json = Json(run);
        json.Remove("seconds");
        return json.ToJsonString();
    }
}
