namespace Fulfilment.Orchestration.Transfer;

/// <summary>Puts the records of a checked file into a host, one after the other. It may be killed anywhere and run again.</summary>
public sealed class OrderImport(ITransferTarget target)
{
    /// <summary>Before the first record.</summary>
    public Task BeginAsync(TransferRecord.Header header, CancellationToken cancellationToken = default) => target.BeginAsync(header.ExportedAt, cancellationToken);

    /// <summary>One record of the file.</summary>
    /// <returns>What was done, added to <paramref name="result"/>.</returns>
    public async Task<ImportResult> PutAsync(TransferRecord record, DateTimeOffset exportedAt, ImportResult result, CancellationToken cancellationToken = default)
    {
        switch (record)
        {
            case TransferRecord.Order(var order):
                return Count(order, await target.PutAsync(order, cancellationToken), result);
            case TransferRecord.Ids(var ids):
                return result with { Ids = result.Ids + await target.ReserveAsync(ids, cancellationToken) };
            case TransferRecord.Header or TransferRecord.End:
                return result;
            default:
                return await target.PutAsync(record, exportedAt, cancellationToken) ? result with { Records = result.Records + 1 } : result with { RecordsSkipped = result.RecordsSkipped + 1 };
        }
    }

    /// <summary>After the last record.</summary>
    public Task FinishAsync(TransferRecord.Header header, CancellationToken cancellationToken = default) => target.MarkImportedAsync(header.Stores, header.ExportedAt, cancellationToken);

    private static ImportResult Count(TransferOrder order, ImportOutcome outcome, ImportResult result) => outcome switch
    {
        ImportOutcome.Imported => order.Departure is null ? result with { Ended = result.Ended + 1 } : result with { Orders = result.Orders + 1 },
        ImportOutcome.AlreadyHere => result with { AlreadyHere = result.AlreadyHere + 1 },
        ImportOutcome.MovedOn => result with { MovedOn = result.MovedOn + 1 },
        ImportOutcome.Taken => result with { Refused = [.. result.Refused, order.Id] },
        _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
    };
}

/// <param name="Orders">That go on here now.</param>
/// <param name="Ended">Whose records are here now.</param>
/// <param name="AlreadyHere">Skipped: imported before.</param>
/// <param name="MovedOn">Skipped: the file is older than their last move.</param>
/// <param name="Ids">Of other orders, which will not be started anew here.</param>
/// <param name="Records">Of stores: settings, stock, numbers and keys that were used.</param>
/// <param name="RecordsSkipped">Nothing in them was new.</param>
public sealed record ImportResult(long Orders = 0, long Ended = 0, long AlreadyHere = 0, long MovedOn = 0, long Ids = 0, long Records = 0, long RecordsSkipped = 0)
{
    /// <summary>Orders of the same id live here and never left.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}
