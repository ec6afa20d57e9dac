using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <summary>
/// Takes an export over HTTP, a bounded chunk of its lines a request, and gives one, for hosts whose storage no tool can open. A chunk may be sent or
/// asked for again.
/// </summary>
internal static class TransferApi
{
    /// <summary>A cursor in braces.</summary>
    private const int MaxCursorBody = 4096;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/transfer/export", ExportAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Accepts<ExportRequest>("application/json").Produces(StatusCodes.Status200OK, null, "application/x-ndjson")
            .WithSummary("Has the next orders leave this host for good, or reads the next store: lines of an export's file, and last a line with the cursor of the next call.").WithTags("Transfer");
        api.MapPost("/api/transfer/import", ImportAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Accepts<string>("application/x-ndjson", DocumentedExtensions.AnyType).Produces<ImportResult>()
            .WithSummary("Some lines of an export's file, the header first each time; the header alone begins an import, the file's last line ends it.").WithTags("Transfer");
    }

    /// <summary>The whole answer is made before its first byte is sent: what goes wrong is told by its status.</summary>
    private static async Task<IResult> ExportAsync(HttpContext http, ExportPages pages)
    {
        if (http.Caller().Store is { } only) throw new ProblemException(ProblemKinds.Forbidden, $"An export is of all stores; this token is for '{only}'.");
        var cursor = Cursor(await RequestBody.ReadAsync(http.Request, MaxCursorBody));
        try
        {
            var page = await pages.ReadAsync(cursor, http.RequestAborted);
            var lines = new MemoryStream();
            foreach (var record in page.Records) lines.Write(TransferFile.Line(record));
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(page.Progress, DomainJson.Options));
            lines.WriteByte((byte)'\n');
            lines.Position = 0;
            return Results.Stream(lines, "application/x-ndjson");
        }
        catch (FormatException e)
        {
            throw new ProblemException(ProblemKinds.InvalidContent, e.Message, "$.cursor");
        }
        catch (TransferBlockedException e)
        {
            throw new ProblemException(ProblemKinds.TransferBlocked, e.Message);
        }
    }

    private static string? Cursor(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ExportRequest>(body, DomainJson.Options)?.Cursor;
        }
        catch (JsonException e)
        {
            throw new ProblemException(ProblemKinds.MalformedRequest, e.Message);
        }
    }

    private static async Task<IResult> ImportAsync(HttpContext http, OrderImport import, IStoreDirectory stores, WebOptions options)
    {
        if (http.Caller().Store is { } only) throw new ProblemException(ProblemKinds.Forbidden, $"An import is for all stores; this token is for '{only}'.");
        var records = await ReadAsync(await RequestBody.ReadAsync(http.Request, options.MaxImportBytes), http.RequestAborted);
        if (records is not [TransferRecord.Header { Format: TransferFile.Format } header, .. var rest])
            throw new ProblemException(ProblemKinds.InvalidContent, $"The first line must be the header of an export of format {TransferFile.Format}.", "line 1");
        var missing = header.Stores.Where(store => stores.Find(store) is null).ToList();
        if (missing.Count > 0) throw new ProblemException(ProblemKinds.InvalidContent, $"The settings do not name the stores {string.Join(", ", missing)}: add them under the same names.", "line 1");

        var result = new ImportResult();
        if (rest.Count == 0) await import.BeginAsync(header, http.RequestAborted);
        foreach (var record in rest) result = await import.PutAsync(record, header.ExportedAt, result, http.RequestAborted);
        if (rest is [.., TransferRecord.End]) await import.FinishAsync(header, http.RequestAborted);
        return Parameters.Json(result);
    }

    private static async Task<List<TransferRecord>> ReadAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            return await TransferFile.ReadAsync(new MemoryStream(body), whole: true, cancellationToken).ToListAsync(cancellationToken);
        }
        catch (TransferFileException e)
        {
            throw new ProblemException(ProblemKinds.InvalidContent, e.Message);
        }
    }
}

/// <param name="Cursor">Of the answer before; null begins an export.</param>
public sealed record ExportRequest(string? Cursor = null);
