using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Transfer;

namespace Fulfilment.Host.Commands;

/// <summary><c>export</c>: the orders leave this host.</summary>
internal static class ExportCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil export --data data --to orders.ndjson", "stop the server first; afterwards the orders go on wherever the file is imported, and never again here"),
        new("./fulfil import --data other --from orders.ndjson", "the other half; docs/moving.md has the whole procedure, also for Azure"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var to = new Option<string>("--to") { Description = "File to write; it holds customers' data", HelpName = "FILE", Required = true };
        var json = SharedOptions.Json();
        var command = new Command("export", "Move all orders out of this host into a file: open ones leave, with stock, undelivered mails and all records. May be repeated. Exit 1 if some must stay.") { data, to, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(to)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string directory, string file, bool json, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine();
        var report = await new ExportRun(directory, file, new Counter(line)).RunAsync(cancellationToken);
        line.Clear();
        Print(report, json ? Console.Error : Console.Out);
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, DomainJson.Options));
        return report.Left.Count == 0 ? 0 : UserError.Failure;
    }

    private static void Print(ExportReport report, TextWriter output)
    {
        foreach (var left in report.Left) output.WriteLine($"{left.Id}  stays: {left.Reason}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Orders} open orders left this host, with the records of {report.Ended} that have ended; {report.Left.Count} stay"));
        output.WriteLine(report.File);
    }

    private sealed class Counter(ProgressLine line) : IProgress<long>
    {
        public void Report(long value) => line.Show(string.Create(CultureInfo.InvariantCulture, $"{value} orders"));
    }
}
