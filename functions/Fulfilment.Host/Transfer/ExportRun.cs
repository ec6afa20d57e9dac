using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Host.Transfer;

/// <summary>Empties a data folder into a file. Killed anywhere and run again, it writes the same.</summary>
internal sealed class ExportRun(string directory, string file, IProgress<long> progress)
{
    public async Task<ExportReport> RunAsync(CancellationToken cancellationToken)
    {
        DataFolder.RequireDatabase(directory);
        var target = Path.GetFullPath(file);
        if (File.Exists(target)) throw new UserError($"{target} exists; name another file with --to.", UserError.BadArguments);
        return await ServingFailures.ExplainAsync("", () => WriteAsync(target, cancellationToken));
    }

    private async Task<ExportReport> WriteAsync(string target, CancellationToken cancellationToken)
    {
        await using var host = await StandingHost.OpenAsync(directory, cancellationToken);
        await UnfinishedImport.RefuseAsync(host.Get<ITransferTarget>(), cancellationToken);
        await host.RunUntilIdleAsync(cancellationToken);
        ExportResult result;
        await using (var part = PartFile.Create(target))
        {
            using var writer = new TransferFileWriter(part.Stream);
            result = await host.Get<OrderExport>().RunAsync(record => writer.WriteAsync(record, cancellationToken), progress, cancellationToken);
            await writer.FinishAsync(cancellationToken);
            await part.CompleteAsync(cancellationToken);
        }

        return new(target, result.Orders, result.Ended, result.Left);
    }
}

/// <summary>Result of <c>export</c>; its JSON form is printed by --json.</summary>
/// <param name="Orders">That left this host and go on wherever the file is imported.</param>
/// <param name="Ended">Whose records are in the file.</param>
/// <param name="Left">Those that stay, with the reason.</param>
internal sealed record ExportReport(string File, long Orders, long Ended, IReadOnlyList<LeftOrder> Left);
