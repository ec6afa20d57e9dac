using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulfilment.Web.Api;

/// <summary>
/// Takes an export over HTTP, a bounded chunk of its lines a request, for hosts whose storage no tool can open. A chunk may be sent again.
/// </summary>
internal static class TransferApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/transfer/import", ImportAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Accepts<string>("application/x-ndjson", DocumentedExtensions.AnyType).Produces<ImportResult>()
            .WithSummary("Some lines of an export's file, the header first each time; the header alone begins an import, the file's last line ends it.").WithTags("Transfer");

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
