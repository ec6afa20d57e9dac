using System.Text;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Tests.Moves;

/// <summary>What <c>export --url</c> and <c>import --url</c> ask of the HTTP function.</summary>
internal sealed class TransferCalls
{
    private readonly Product _product;
    private readonly DurableTaskClient _client;
    private readonly string _token;

    private TransferCalls(Product product, DurableTaskClient client, string token) => (_product, _client, _token) = (product, client, token);

    public static async Task<TransferCalls> OpenAsync(Product product, DurableTaskClient client)
    {
        var grant = new TokenGrant("mover", TokenKind.Staff, "admin", null, null, "Mover", product.Get<TimeProvider>().GetUtcNow(), null);
        return new TransferCalls(product, client, await product.Get<ITokenStore>().IssueAsync(grant));
    }

    public async Task<(byte[] File, ExportResult Result)> ExportAsync()
    {
        using var file = new MemoryStream();
        using var writer = new TransferFileWriter(file);
        var result = new ExportResult();
        string? cursor = null;
        do
        {
            var lines = (await SendAsync("/api/transfer/export", JsonSerializer.Serialize(new { cursor }))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var line in lines[..^1]) await writer.WriteAsync(Read<TransferRecord>(line));
            var progress = Read<ExportProgress>(lines[^1]);
            result = new ExportResult(result.Orders + progress.Result.Orders, result.Ended + progress.Result.Ended) { Left = [.. result.Left, .. progress.Result.Left] };
            cursor = progress.Next;
        } while (cursor is not null);

        await writer.FinishAsync();
        return (file.ToArray(), result);
    }

    public async Task<ImportResult> ImportAsync(byte[] file)
    {
        var text = Encoding.UTF8.GetString(file);
        // The header alone begins an import.
        await SendAsync("/api/transfer/import", text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)]);
        return Read<ImportResult>(await SendAsync("/api/transfer/import", text));
    }

    private async Task<string> SendAsync(string path, string body)
    {
        var context = TestProduct.Context("POST", path, body);
        context.Request.Headers.Authorization = $"Bearer {_token}";
        await new HttpFunctions(_product).Http(context.Request, _client);
        context.Response.Body.Position = 0;
        var answer = await new StreamReader(context.Response.Body).ReadToEndAsync();
        return context.Response.StatusCode == 200 ? answer : throw new InvalidOperationException($"{path}: {context.Response.StatusCode} {answer}");
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, DomainJson.Options)!;
}
