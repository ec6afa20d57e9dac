using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Retention;

/// <summary>Where a purge that ran out of time goes on the next time. A row of the table of lists.</summary>
internal sealed class PurgePlace(AzureTables tables)
{
    private const string Partition = "purge";
    private const string Row = "place";

    /// <summary>Null: from the first instance on. It is given once: a place that the task hub does not know any more costs one run and not all of them.</summary>
    public async Task<string?> TakeAsync(CancellationToken cancellationToken)
    {
        if (await tables.Lists.GetAsync(Partition, Row, cancellationToken) is not { } row) return null;
        // Whoever was faster goes on from there.
        return await tables.Lists.DeleteAsync(row, cancellationToken) ? row.Text("Token") : null;
    }

    public Task KeepAsync(string token, CancellationToken cancellationToken) =>
        tables.Lists.UpsertAsync(new TableEntity(Partition, Row) { ["Token"] = token }, cancellationToken);
}
