using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Replay;

namespace Fulfilment.Host.Commands;

/// <summary><c>replay</c>: which open orders this version of the program would break, before it is deployed.</summary>
internal static class ReplayCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil replay --data data", "before a deploy: would every open order go on with this program? Works beside the running server"),
        new("./fulfil replay --data data --all --json", "finished orders too; the result as one JSON line"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var all = new Option<bool>("--all") { Description = "Also orders that have ended (they cannot break any more)" };
        var json = SharedOptions.Json();
        var command = new Command("replay", "Replay the stored histories against this program, read-only, and name the orders it would break; warns of those it would decide otherwise. Exit 1 if any would break or cannot be read.") { data, all, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(parsed.GetValue(data)!, parsed.GetValue(all), parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Run(string directory, bool all, bool json, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine();
        var report = new ReplayRun(directory, all, new Counter(line)).Run(cancellationToken);
        line.Clear();
        Print(report, json ? Console.Error : Console.Out);
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, DomainJson.Options));
        return report.IsSafe ? 0 : UserError.Failure;
    }

    private static void Print(ReplayReport report, TextWriter output)
    {
        foreach (var broken in report.Breaking)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{broken.Instance}  breaks at step #{broken.Step}: history holds {broken.Recorded}, this program comes to {broken.Asked}"));
        foreach (var other in report.Differing)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{other.Instance}  goes on, but is decided otherwise at revision {other.Revision}: history holds {other.Recorded}, this program comes to {other.Decided}"));
        foreach (var damaged in report.Unreadable) output.WriteLine($"{damaged.Instance}  cannot be read: {damaged.Message}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Histories} histories replayed in {report.Seconds} s: {report.Same} go on as they are, {report.Breaking.Count} would break, {report.Unreadable.Count} cannot be read{Warning(report)}"));
    }

    /// <summary>No failure: every order goes on. Its next effects may be dropped as repetitions, so somebody should look.</summary>
    private static string Warning(ReplayReport report) => report.Differing.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; warning: decisions differ in {report.Differing.Count}");

    private sealed class Counter(ProgressLine line) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => line.Show($"{value.Done} of {value.All} histories");
    }
}
