using System.CommandLine;
using System.Globalization;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Transfer;

namespace Fulfilment.Host.Commands;

/// <summary><c>import</c>: orders of another host go on here.</summary>
internal sealed class ImportCommand : MoveCommand<ImportReport, (long Done, long All)>
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil import --data data --from orders.ndjson", "stop the server first; the stores must be in fulfil.json under the same names"),
        new("./fulfil import --data data --from orders.ndjson --json", "the counts as one JSON line; repeating an import changes nothing"),
        new("./fulfil import --from orders.ndjson --url https://orders.shop.example --token $TOKEN", "into a host on Azure, chunk by chunk, with an admin's token; docs/moving.md says what to stop there"),
    ];

    public static Command Create() => new ImportCommand().Create(
        "import", "Take the orders of an export: they go on here, each from where it stood. The file is checked whole before anything is written. May be repeated.",
        new Option<string>("--from") { Description = "The file that export wrote", HelpName = "FILE", Required = true });

    protected override Task<ImportReport> InFolderAsync(string directory, string file, IProgress<(long Done, long All)> progress, CancellationToken cancellationToken) =>
        new ImportRun(directory, file, progress).RunAsync(cancellationToken);

    protected override Task<ImportReport> OverHttpAsync(RemoteHost host, string file, IProgress<(long Done, long All)> progress, CancellationToken cancellationToken) =>
        new RemoteImport(host, file, progress).RunAsync(cancellationToken);

    protected override string Line((long Done, long All) progress) => string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.All} records");

    protected override bool IsWhole(ImportReport report) => report.Refused.Count == 0;

    protected override void Print(ImportReport report, TextWriter output)
    {
        foreach (var id in report.Refused) output.WriteLine($"{id}  refused: another order of that id lives here, which never left");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Orders} open orders go on here, with the records of {report.Ended} that have ended"));
        if (report.AlreadyHere + report.MovedOn > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped: {report.AlreadyHere} that were here already, {report.MovedOn} that have moved on since the file was written"));
    }
}
