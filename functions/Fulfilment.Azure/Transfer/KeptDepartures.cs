using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Azure.Transfer;

/// <summary>
/// What orders left with. It is in the instance alone until an export reads it, and whoever asked for that export may never hear the answer: so it is kept in the
/// transaction that lets the purge take the instance.
/// </summary>
internal sealed class KeptDepartures(AzureTables tables)
{
    private const string Document = "Doc";

    /// <summary>From here on the purge may remove the instance, once it is old enough.</summary>
    public Task KeepAsync(string orderId, Departure<OrderState, OrderCommand> departure, CancellationToken cancellationToken) => PartitionTransaction.CommitAsync(
    [
        new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), [InstanceRows.Departure, InstanceRows.Registry], view =>
        {
            var moves = departure.Carried.Moves;
            var registered = view.Edit(InstanceRows.Registry);
            // It never changes, and an export may be repeated often.
            if (IsOf(view[InstanceRows.Departure], moves) && MoveRows.ReadMove(registered) == moves) return;
            var kept = view.Edit(InstanceRows.Departure);
            kept["Moves"] = moves;
            // Before the registry: should the two ever be over the size of a transaction, they commit in this order.
            view.Put(kept, Documents.SetJson(kept, Document, departure), Document);
            MoveRows.SetReadMove(registered, moves);
            view.Put(registered);
        }),
    ], cancellationToken);

    /// <summary>Null when no export has read the departure of that number.</summary>
    public async Task<Departure<OrderState, OrderCommand>?> GetAsync(string orderId, int moves, CancellationToken cancellationToken)
    {
        var row = await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Departure, cancellationToken);
        return row is not null && IsOf(row, moves) ? await Documents.GetJsonAsync<Departure<OrderState, OrderCommand>>(tables.Instances, row, Document, cancellationToken) : null;
    }

    private static bool IsOf(TableEntity? kept, int moves) => kept is not null && kept.Number("Moves") == moves;
}
