using System.Diagnostics;
using System.Globalization;
using Fulfilment.DurableTask.CrashHost;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The process killed with SIGKILL at seeded points, and started again until the work is done.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class CrashTests
{
    private const int Orders = 500;

    /// <summary>Exit code of a process that ended by SIGKILL.</summary>
    private const int Killed = 137;

    /// <summary>Exit code of a process that ended by SIGABRT, as a failed fast does.</summary>
    private const int Aborted = 134;

    private static readonly string All = Orders.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task KilledAtRandomCommits_EndsLikeTheRunWithoutAKill(int seed)
    {
        var random = new Random(seed);
        using var folder = new DataFolder();
        var kills = 0;
        for (var run = 0; run < 8; run++)
        {
            var (code, _, errors) = await RunWithErrorsAsync(folder.Path, "workload", All, random.Next(2) == 0 ? "before" : "after", random.Next(1, 30).ToString(CultureInfo.InvariantCulture));
            // A start with less than so many commits left comes to its end; nothing else but the kill may break it off.
            Assert.True(code is 0 or Killed, $"seed {seed}, run {run} ended with {code}:\n{errors}");
            kills += code == Killed ? 1 : 0;
        }

        var (last, output) = await RunAsync(folder.Path, "workload", All);

        Assert.Equal(0, last);
        Assert.True(kills >= 4, $"seed {seed}: only {kills} runs were killed");
        Assert.Equal(await WorkloadRun.ModelAsync(Orders), output);
        Sound.Assert(Workload.Faults(folder.Path), $"seed {seed}");
    }

    [Theory]
    [InlineData("turn", "Its code")]
    [InlineData("activity", "The activity 'poison'")]
    public async Task PoisonWork_IsQuarantinedAfterItsTries_AndTheRestGoesOn(string what, string reason)
    {
        using var folder = new DataFolder();
        var (codes, output) = await PoisonAsync(folder, what);

        Assert.Equal([Killed, Killed, Killed, 0], codes);
        // No cold replay: that code would end this process too.
        Assert.Empty(EngineFile.Check(folder.Path));
        Assert.StartsWith($"bad 3 {reason} took the process down 3 times", Assert.Single(output).Replace(" (#0)", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>It runs in the batch of its turn, or in the next when that one ended by its time: then its turn is on disk, and what was counted as the turn's is counted anew as its own.</summary>
    [Fact]
    public async Task PoisonInALocalActivity_IsQuarantinedAfterItsTries_AndTheRestGoesOn()
    {
        using var folder = new DataFolder();
        var (codes, output) = await PoisonAsync(folder, "local");

        Assert.Equal(0, codes[^1]);
        Assert.InRange(codes.Count, 4, 6);
        Assert.All(codes.SkipLast(1), code => Assert.Equal(Killed, code));
        Assert.StartsWith("bad 3 ", Assert.Single(output), StringComparison.Ordinal);
        Assert.Empty(EngineFile.Check(folder.Path));
    }

    private static async Task<(IReadOnlyList<int> Codes, IReadOnlyList<string> Output)> PoisonAsync(DataFolder folder, string what)
    {
        var codes = new List<int>();
        IReadOnlyList<string> output = [];
        while (codes.Count < 8 && codes.LastOrDefault(-1) != 0)
        {
            (var code, output) = await RunAsync(folder.Path, "poison", what);
            codes.Add(code);
        }

        return (codes, output);
    }

    [Theory]
    [InlineData("engine", "1")]
    [InlineData("engine", "20")]
    [InlineData("other", "1")]
    public async Task SyncThatFails_EndsTheProcess_AndTheNextRunEndsLikeTheRunWithoutIt(string thread, string nth)
    {
        using var folder = new DataFolder();

        var (code, _, errors) = await RunWithErrorsAsync(folder.Path, "failsync", All, thread, nth);
        Assert.Contains($"sync {nth} of the {thread} thread refused", errors, StringComparison.Ordinal);
        Assert.Equal(Aborted, code);
        Assert.Contains("stopped because its storage failed", errors, StringComparison.Ordinal);

        var (last, output) = await RunAsync(folder.Path, "workload", All);
        Assert.Equal(0, last);
        Assert.Equal(await WorkloadRun.ModelAsync(Orders), output);
        Sound.Assert(Workload.Faults(folder.Path), $"sync {nth} of the {thread} thread refused");
    }

    [Fact]
    public async Task PowerCutAfterEachSync_LosesNothingAcknowledged_AndEndsLikeTheRunWithoutIt()
    {
        using var folder = new DataFolder();

        var (code, output) = await RunAsync(folder.Path, "powercut", "6", "1", "honest");

        Assert.True(code == 0, string.Join('\n', output));
        // A recorder that saw nothing would lose nothing.
        Assert.Matches("^[1-9][0-9]* syncs, [1-9][0-9]* acknowledgements, 0 lost, 0 broken$", Assert.Single(output));
    }

    [Fact]
    public async Task PowerCut_OnADiskThatLiesAboutSyncing_IsNoticed()
    {
        using var folder = new DataFolder();

        var (code, output) = await RunAsync(folder.Path, "powercut", "2", "1", "lies");

        Assert.Equal(1, code);
        Assert.Matches("^[1-9][0-9]* syncs, [1-9][0-9]* acknowledgements, [1-9][0-9]* lost, ", output[^1]);
    }

    /// <summary>Every read, write, truncation and sync of the database and its log; an ordinary run takes a sample.</summary>
    [Theory]
    [InlineData("once")]
    [InlineData("forgood")]
    public async Task StorageCallThatFails_AtEachPoint_EndsLikeTheRunWithoutAFault(string how)
    {
        using var folder = new DataFolder();
        var (first, stride) = FaultTests.IsWholeSweep ? ("1", "1") : (how == "once" ? "7" : "3", "83");

        var (code, output) = await RunAsync(folder.Path, "calls", "2", how, first, stride);

        Assert.True(code == 0, $"calls 2 {how} {first} {stride}:\n{string.Join('\n', output)}");
    }

    private static async Task<(int Code, IReadOnlyList<string> Output)> RunAsync(string directory, params IReadOnlyList<string> arguments)
    {
        var (code, output, _) = await RunWithErrorsAsync(directory, arguments);
        return (code, output);
    }

    private static async Task<(int Code, IReadOnlyList<string> Output, string Errors)> RunWithErrorsAsync(string directory, params IReadOnlyList<string> arguments)
    {
        var host = typeof(Workload).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [host, directory, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Killed, it would leave the pipes of the runtime's diagnostics in the temporary folder.
        start.Environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(FaultTests.IsWholeSweep ? TimeSpan.FromMinutes(40) : TimeSpan.FromMinutes(3));
        using var kill = patience.Token.Register(process.Kill);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.False(patience.IsCancellationRequested, "the run did not end: " + string.Join(' ', arguments));
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), await errors);
    }
}
