using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Host.Transfer;

/// <summary>Puts the file of an export into a data folder. Killed anywhere and run again, it goes on where it stopped.</summary>
internal sealed class ImportRun(string directory, string file, IProgress<(long Done, long All)> progress)
{
    public async Task<ImportReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new UserError($"There is no file {file}.", UserError.BadArguments);
        DataFolder.Prepare(directory);
        try
        {
            var summary = await CheckAsync(cancellationToken);
            return await ServingFailures.ExplainAsync("", () => PutAsync(summary, cancellationToken));
        }
        catch (TransferFileException e)
        {
            throw new UserError(e.Message, inner: e);
        }
    }

    /// <summary>All of it is read before anything is written.</summary>
    private async Task<TransferSummary> CheckAsync(CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return await TransferFile.CheckAsync(stream, cancellationToken);
    }

    private async Task<ImportReport> PutAsync(TransferSummary summary, CancellationToken cancellationToken)
    {
        await using var host = await StandingHost.OpenAsync(directory, cancellationToken);
        StoreCheck.Require(summary.Stores, host.Stores, directory);
        var import = host.Get<OrderImport>();
        var result = new ImportResult();
        var done = 0L;
        await import.BeginAsync(summary.Header, cancellationToken);
        await using var stream = File.OpenRead(file);
        await foreach (var record in TransferFile.ReadAsync(stream, cancellationToken: cancellationToken))
        {
            result = await import.PutAsync(record, summary.Header.ExportedAt, result, cancellationToken);
            progress.Report((++done, summary.End.Records));
        }

        await import.FinishAsync(summary.Header, cancellationToken);
        return new(result.Orders, result.Ended, result.AlreadyHere, result.MovedOn, result.Refused);
    }
}

internal static class StoreCheck
{
    /// <exception cref="UserError">The file has something of a store that the settings do not name: its orders could not go on.</exception>
    public static void Require(IReadOnlyList<string> needed, IReadOnlyList<string> known, string directory)
    {
        var missing = needed.Except(known, StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return;
        throw new UserError($"The file has orders of {string.Join(", ", missing.Select(store => $"'{store}'"))}, which {Path.Combine(directory, "fulfil.json")} does not name: add the store there under the same name, then import again. Nothing was imported.");
    }
}

/// <summary>Result of <c>import</c>; its JSON form is printed by --json.</summary>
/// <param name="Orders">That go on here now.</param>
/// <param name="Ended">Whose records are here now.</param>
/// <param name="AlreadyHere">Skipped: imported before.</param>
/// <param name="MovedOn">Skipped: they have moved since the file was written.</param>
/// <param name="Refused">Other orders of the same ids live here.</param>
internal sealed record ImportReport(long Orders, long Ended, long AlreadyHere, long MovedOn, IReadOnlyList<string> Refused);
