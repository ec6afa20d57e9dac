using System.Diagnostics;
using System.Globalization;
using Fulfilment.DurableTask.CrashHost;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The process killed with SIGKILL at seeded points, and started again until the work is done.</summary>
public sealed class CrashTests
{
    private const int Orders = 500;

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
            var (code, _) = await RunAsync(folder.Path, random.Next(2) == 0 ? "before" : "after", random.Next(1, 30));
            kills += code == 137 ? 1 : 0;
        }

        var (last, output) = await RunAsync(folder.Path);

        Assert.Equal(0, last);
        Assert.True(kills >= 4, $"seed {seed}: only {kills} runs were killed");
        Assert.Equal(await WorkloadRun.ModelAsync(Orders), output);
    }

    private static async Task<(int Code, IReadOnlyList<string> Output)> RunAsync(string directory, string point = "", int commit = 0)
    {
        var host = typeof(Workload).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [host, directory, Orders.ToString(CultureInfo.InvariantCulture), point, commit.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
