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
        new("./fulfil export --to orders.ndjson --url https://orders.shop.example --token $TOKEN", "out of a host on Azure, page by page, with an admin's token; docs/moving.md says what to stop there"),
        new("./fulfil import --data other --from orders.ndjson", "the other half; docs/moving.md has the whole procedure, also for Azure"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var to = new Option<string>("--to") { Description = "File to write; it holds customers' data", HelpName = "FILE", Required = true };
        var url = new Option<string?>("--url") { Description = "A running host (on Azure) instead of a data folder", HelpName = "U" };
        var token = new Option<string?>("--token") { Description = "An admin's token there, for all stores", HelpName = "T" };
        var json = SharedOptions.Json();
        var command = new Command("export", "Move all orders out of this host into a file: open ones leave, with stock, undelivered mails and all records. May be repeated. Exit 1 if some must stay.") { data, to, url, token, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            progress => Open(parsed.GetValue(url), parsed.GetValue(token), parsed.GetValue(data)!, parsed.GetValue(to)!, progress, cancellationToken), parsed.GetValue(json)));
        return command;
    }

    private static Task<ExportReport> Open(string? url, string? token, string directory, string file, Counter progress, CancellationToken cancellationToken) => url is null
        ? new ExportRun(directory, file, progress).RunAsync(cancellationToken)
        : new RemoteExport(RemoteHost.At(url, token), file, progress).RunAsync(cancellationToken);

    private static async Task<int> RunAsync(Func<Counter, Task<ExportReport>> export, bool json)
    {
        using var line = new ProgressLine();
        var report = await export(new Counter(line));
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
