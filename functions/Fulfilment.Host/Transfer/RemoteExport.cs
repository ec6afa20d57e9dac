using System.Net.Http.Json;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Host.Transfer;

/// <summary>Empties a running host into a file, a bounded page a request. Killed anywhere and run again, it writes the same.</summary>
internal sealed class RemoteExport(RemoteHost host, string file, IProgress<long> progress)
{
    public async Task<ExportReport> RunAsync(CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(file);
        if (File.Exists(target)) throw new UserError($"{target} exists; name another file with --to.", UserError.BadArguments);
        return await host.RunAsync(client => WriteAsync(client, target, cancellationToken), cancellationToken);
    }

    private async Task<ExportReport> WriteAsync(HttpClient client, string target, CancellationToken cancellationToken)
    {
        var result = new ExportResult();
        await using var part = PartFile.Create(target);
        using var writer = new TransferFileWriter(part.Stream);
        string? cursor = null;
        do
        {
            var (records, page) = await ReadAsync(client, cursor, cancellationToken);
            await foreach (var record in TransferFile.ReadAsync(records, whole: true, cancellationToken)) await writer.WriteAsync(record, cancellationToken);
            result = new(result.Orders + page.Result.Orders, result.Ended + page.Result.Ended) { Left = [.. result.Left, .. page.Result.Left] };
            progress.Report(result.Orders + result.Ended + result.Left.Count);
            cursor = page.Next;
        } while (cursor is not null);

        await writer.FinishAsync(cancellationToken);
        await part.CompleteAsync(cancellationToken);
        return new(target, result.Orders, result.Ended, result.Left);
    }

    /// <summary>The answer's last line says how to go on; the lines before it are the file's.</summary>
    private async Task<(MemoryStream Records, ExportProgress Page)> ReadAsync(HttpClient client, string? cursor, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new { cursor });
        var body = await host.PostAsync(client, "/api/transfer/export", content, cancellationToken);
        if (body is not [.., (byte)'\n']) throw new TransferFileException("The answer is cut off: run the same command again.");
        var last = body.AsSpan(0, body.Length - 1).LastIndexOf((byte)'\n') + 1;
        var page = JsonSerializer.Deserialize<ExportProgress>(body.AsSpan(last), DomainJson.Options) ?? throw new TransferFileException("The answer has no end: run the same command again.");
        return (new MemoryStream(body, 0, last), page);
    }
}
