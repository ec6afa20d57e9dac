using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Transfer;

namespace Fulfilment.Host.Commands;

/// <summary><c>import</c>: orders of another host go on here.</summary>
internal static class ImportCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil import --data data --from orders.ndjson", "stop the server first; the stores must be in fulfil.json under the same names"),
        new("./fulfil import --data data --from orders.ndjson --json", "the counts as one JSON line; repeating an import changes nothing"),
        new("./fulfil import --from orders.ndjson --url https://orders.shop.example --token $TOKEN", "into a host on Azure, chunk by chunk, with an admin's token; docs/moving.md says what to stop there"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var from = new Option<string>("--from") { Description = "The file that export wrote", HelpName = "FILE", Required = true };
        var url = new Option<string?>("--url") { Description = "A running host (on Azure) instead of a data folder", HelpName = "U" };
        var token = new Option<string?>("--token") { Description = "An admin's token there, for all stores", HelpName = "T" };
        var json = SharedOptions.Json();
        var command = new Command("import", "Take the orders of an export: they go on here, each from where it stood. The file is checked whole before anything is written. May be repeated.") { data, from, url, token, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            progress => Open(parsed.GetValue(url), parsed.GetValue(token), parsed.GetValue(data)!, parsed.GetValue(from)!, progress, cancellationToken), parsed.GetValue(json)));
        return command;
    }

    private static Task<ImportReport> Open(string? url, string? token, string directory, string file, Counter progress, CancellationToken cancellationToken)
    {
        if (url is null) return new ImportRun(directory, file, progress).RunAsync(cancellationToken);
        return new RemoteImport(RemoteHost.At(url, token), file, progress).RunAsync(cancellationToken);
    }

    private static async Task<int> RunAsync(Func<Counter, Task<ImportReport>> import, bool json)
    {
        using var line = new ProgressLine();
        var report = await import(new Counter(line));
        line.Clear();
        Print(report, json ? Console.Error : Console.Out);
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, DomainJson.Options));
        return report.Refused.Count == 0 ? 0 : UserError.Failure;
    }

    private static void Print(ImportReport report, TextWriter output)
    {
        foreach (var id in report.Refused) output.WriteLine($"{id}  refused: another order of that id lives here, which never left");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Orders} open orders go on here, with the records of {report.Ended} that have ended"));
        if (report.AlreadyHere + report.MovedOn > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped: {report.AlreadyHere} that were here already, {report.MovedOn} that have moved on since the file was written"));
    }

    private sealed class Counter(ProgressLine line) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => line.Show(string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.All} records"));
    }
}
