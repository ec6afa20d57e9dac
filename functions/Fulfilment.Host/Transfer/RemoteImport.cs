using System.Net.Http.Headers;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Host.Transfer;

/// <summary>Sends the file of an export to a running host, a bounded chunk a request. Killed anywhere and run again, it goes on where it stopped.</summary>
internal sealed class RemoteImport(RemoteHost host, string file, IProgress<(long Done, long All)> progress)
{
    private const int ChunkBytes = 512 * 1024;

    public async Task<ImportReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new UserError($"There is no file {file}.", UserError.BadArguments);
        return await host.RunAsync(client => SendAsync(client, cancellationToken), cancellationToken);
    }

    private async Task<ImportReport> SendAsync(HttpClient client, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        var summary = await TransferFile.CheckAsync(stream, cancellationToken);
        var header = TransferFile.Line(summary.Header with { Stores = summary.Stores });
        var result = await PostAsync(client, header, new ImportResult(), cancellationToken);
        var (chunk, done) = (new List<byte>(header), 0L);
        stream.Position = 0;
        await foreach (var record in TransferFile.ReadAsync(stream, cancellationToken: cancellationToken))
        {
            chunk.AddRange(TransferFile.Line(record));
            progress.Report((++done, summary.End.Records));
            if (chunk.Count < ChunkBytes) continue;
            result = await PostAsync(client, [.. chunk], result, cancellationToken);
            chunk = [.. header];
        }

        chunk.AddRange(TransferFile.Line(summary.End));
        result = await PostAsync(client, [.. chunk], result, cancellationToken);
        return new(result.Orders, result.Ended, result.AlreadyHere, result.MovedOn, result.Refused);
    }

    private async Task<ImportResult> PostAsync(HttpClient client, byte[] lines, ImportResult before, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        var body = await host.PostAsync(client, "/api/transfer/import", content, cancellationToken);
        var now = JsonSerializer.Deserialize<ImportResult>(body, DomainJson.Options) ?? throw new JsonException("The answer is null.");
        return new(before.Orders + now.Orders, before.Ended + now.Ended, before.AlreadyHere + now.AlreadyHere, before.MovedOn + now.MovedOn, before.Ids + now.Ids, before.Records + now.Records, before.RecordsSkipped + now.RecordsSkipped)
        {
            Refused = [.. before.Refused, .. now.Refused],
        };
    }
}
