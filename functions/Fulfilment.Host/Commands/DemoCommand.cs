using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Demo;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Commands;

/// <summary><c>demo</c>: the main job in compressed time, checked at the end.</summary>
internal static class DemoCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil demo", "a hundred orders, from webhook to delivery, with one kill -9 on the way"),
        new("./fulfil demo --orders 5 --keep", "a few orders, and the server left up to look around in"),
        new("./fulfil demo --orders 200 --seed 7 --json", "another history; the result as one JSON line"),
        new("./fulfil demo --check DIR", "check what an earlier run left in DIR once more"),
    ];

    public static Command Create()
    {
        var orders = SharedOptions.Whole("--orders", "How many orders", 100, 1, DemoOptions.MaxOrders);
        var seed = SharedOptions.Whole("--seed", "Which history: the same seed gives the same", 1, 0, int.MaxValue);
        var data = new Option<string?>("--data") { Description = "An empty or new folder for the run [default: a temporary one]", HelpName = "DIR" };
        var json = SharedOptions.Json();
        var keep = new Option<bool>("--keep") { Description = "Leave the server up on the result until Ctrl-C" };
        var check = new Option<string?>("--check") { Description = "Play nothing; check the folder of a finished run", HelpName = "DIR" };
        var command = new Command("demo", "Play orders through the real server in compressed time, kill it once, and check every promise.") { orders, seed, data, json, keep, check };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(check) is { } directory
            ? CheckAsync(directory, parsed.GetValue(json), cancellationToken)
            : RunAsync(new DemoOptions(parsed.GetValue(orders), parsed.GetValue(seed), parsed.GetValue(data), parsed.GetValue(keep)), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, bool json, CancellationToken cancellationToken)
    {
        await using var run = new DemoRun(options);
        var outcome = await run.RunAsync(cancellationToken);
        var report = Report(outcome, run.Directory, json);
        if (options.Keep) await KeepAsync(run, report, cancellationToken);
        return Conclude(outcome, json);
    }

    private static async Task<int> CheckAsync(string directory, bool json, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(directory);
        var outcome = await ServingFailures.ExplainAsync("", () => DemoOutcome.ReadAsync(path, Chronicle.Load(path), Stopwatch.StartNew(), cancellationToken));
        Report(outcome, path, json);
        return Conclude(outcome, json);
    }

    /// <summary>The result in words, beside standard output when that is for the JSON line.</summary>
    private static TextWriter Report(DemoOutcome outcome, string directory, bool json)
    {
        var report = json ? Console.Error : Console.Out;
        foreach (var line in DemoReport.Lines(outcome, directory)) report.WriteLine(line);
        return report;
    }

    private static int Conclude(DemoOutcome outcome, bool json)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(outcome.Result, DomainJson.Options));
        return outcome.Result.Violations.Count == 0 ? 0 : UserError.Failure;
    }

    private static async Task KeepAsync(DemoRun run, TextWriter report, CancellationToken cancellationToken)
    {
        foreach (var line in await DemoReport.LinksAsync(run, cancellationToken)) report.WriteLine(line);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            report.WriteLine("Stopping the server.");
        }
    }
}
