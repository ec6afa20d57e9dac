using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Retention;

/// <summary>Where the next purge goes on. A row of the table of lists, which stands until another takes its place: a run that is cut off has lost nothing of it.</summary>
internal sealed class PurgePlace(AzureTables tables)
{
    private const string Partition = "purge";
    private const string Row = "place";

    /// <summary>Null: from the first instance on.</summary>
    public async Task<string?> GetAsync(CancellationToken cancellationToken) => (await tables.Lists.GetAsync(Partition, Row, cancellationToken))?.Text("Token");

    /// <param name="token">Null: the next run begins anew.</param>
    public Task PutAsync(string? token, CancellationToken cancellationToken) => token is null
        ? tables.Lists.DeleteAsync(new TableEntity(Partition, Row) { ETag = "*" }, cancellationToken)
        : tables.Lists.UpsertAsync(new TableEntity(Partition, Row) { ["Token"] = token }, cancellationToken);
}
