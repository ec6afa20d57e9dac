using System.CommandLine;
using System.Globalization;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Transfer;

namespace Fulfilment.Host.Commands;

/// <summary><c>export</c>: the orders leave this host.</summary>
internal sealed class ExportCommand : MoveCommand<ExportReport, long>
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil export --data data --to orders.ndjson", "stop the server first; afterwards the orders go on wherever the file is imported, and never again here"),
        new("./fulfil export --to orders.ndjson --url https://orders.shop.example --token $TOKEN", "out of a host on Azure, page by page, with an admin's token; docs/moving.md says what to stop there"),
        new("./fulfil import --data other --from orders.ndjson", "the other half; docs/moving.md has the whole procedure, also for Azure"),
    ];

    public static Command Create() => new ExportCommand().Create(
        "export", "Move all orders out of this host into a file: open ones leave, with stock, undelivered mails and all records. May be repeated. Exit 1 if some must stay.",
        new Option<string>("--to") { Description = "File to write; it holds customers' data", HelpName = "FILE", Required = true });

    protected override Task<ExportReport> InFolderAsync(string directory, string file, IProgress<long> progress, CancellationToken cancellationToken) =>
        new ExportRun(directory, file, progress).RunAsync(cancellationToken);

    protected override Task<ExportReport> OverHttpAsync(RemoteHost host, string file, IProgress<long> progress, CancellationToken cancellationToken) =>
        new RemoteExport(host, file, progress).RunAsync(cancellationToken);

    protected override string Line(long progress) => string.Create(CultureInfo.InvariantCulture, $"{progress} orders");

    protected override bool IsWhole(ExportReport report) => report.Left.Count == 0;

    protected override void Print(ExportReport report, TextWriter output)
    {
        foreach (var left in report.Left) output.WriteLine($"{left.Id}  stays: {left.Reason}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Orders} open orders left this host, with the records of {report.Ended} that have ended; {report.Left.Count} stay"));
        output.WriteLine(report.File);
    }
}
