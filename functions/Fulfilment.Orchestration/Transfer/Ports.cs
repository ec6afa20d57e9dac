using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>What a host gives up when its orders move away. Everything it reads or takes may be asked for again, with the same answer.</summary>
public interface ITransferSource
{
    /// <summary>Ids of all orders this host ever knew, ordered by id, those that have ended too.</summary>
    Task<IReadOnlyList<string>> OrderIdsAsync(string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the orders' undelivered effects and goods out of this host, for good, and reads all that belongs to them. Only for orders
    /// that have departed or ended.
    /// </summary>
    /// <returns>A record for each order that was ever published here; the others are left out.</returns>
    Task<IReadOnlyList<TransferOrder>> TakeAsync(IReadOnlyCollection<LeavingOrder> orders, CancellationToken cancellationToken = default);

    /// <summary>What the order left with by this move, as an earlier <see cref="TakeAsync"/> was given it: it is told again when the instance is gone.</summary>
    /// <returns>Null when none was given it.</returns>
    Task<Departure<OrderState, OrderCommand>?> DepartureAsync(string orderId, int moves, CancellationToken cancellationToken = default);

    /// <summary>What of a store belongs to no order: settings, keys and numbers that were used, parked deliveries. A bounded page of it.</summary>
    /// <param name="cursor">Null: the first page; else what the page before said.</param>
    /// <exception cref="FormatException">The cursor is none of an earlier page.</exception>
    /// <exception cref="TransferBlockedException">Something that was acknowledged is not done yet.</exception>
    Task<StorePage> ReadStoreAsync(string store, string? cursor, CancellationToken cancellationToken = default);

    /// <summary>How many operations the store's stock has seen. It never falls.</summary>
    Task<long> StockOperationsAsync(string store, CancellationToken cancellationToken = default);

    /// <summary>Takes the goods that no order holds, and those that are expected, out of this host: after the orders, with all that was taken before.</summary>
    /// <param name="operations">What <see cref="StockOperationsAsync"/> told before the store's keys were read; null: nobody else uses this host.</param>
    /// <exception cref="TransferBlockedException">
    /// There are goods to take, and operations came since whose keys were not read: on the next host their repeat would count those goods again.
    /// </exception>
    IAsyncEnumerable<TransferRecord.Goods> TakeGoodsAsync(string store, long? operations = null, CancellationToken cancellationToken = default);

    /// <summary>Notes that the stores' settings were given away as of then: an older file does not overwrite what they become here afterwards.</summary>
    Task MarkExportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset at, CancellationToken cancellationToken = default);
}

/// <param name="Departure">What the order's instance ended with when it departed; null: its life has ended.</param>
public sealed record LeavingOrder(string Id, Departure<OrderState, OrderCommand>? Departure);

/// <summary>Takes what another host gave up. Every member may be repeated, and then does nothing.</summary>
public interface ITransferTarget
{
    /// <summary>Before the first record: until <see cref="MarkImportedAsync"/> this host must take no orders from outside, since it does not know all ids yet.</summary>
    Task BeginAsync(DateTimeOffset exportedAt, CancellationToken cancellationToken = default);

    /// <summary>When the file of an import that was begun and not finished was written; null when there is none.</summary>
    Task<DateTimeOffset?> UnfinishedAsync(CancellationToken cancellationToken = default);

    Task<ImportOutcome> PutAsync(TransferOrder order, CancellationToken cancellationToken = default);

    /// <returns>How many were not known.</returns>
    Task<int> ReserveAsync(IReadOnlyList<KnownId> ids, CancellationToken cancellationToken = default);

    /// <summary>What belongs to no order.</summary>
    /// <param name="exportedAt">Settings that are not newer than what this host has of the store are left as they are.</param>
    /// <returns>False when all of it was there, or newer.</returns>
    Task<bool> PutAsync(TransferRecord record, DateTimeOffset exportedAt, CancellationToken cancellationToken = default);

    /// <summary>After the last record: the import is finished, and settings of the stores are as of then.</summary>
    Task MarkImportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset exportedAt, CancellationToken cancellationToken = default);
}

/// <summary>What became of one order of a file.</summary>
public enum ImportOutcome
{
    /// <summary>It goes on here now, or its records are here.</summary>
    Imported,
    /// <summary>It is here already by this very move, or a later one.</summary>
    AlreadyHere,
    /// <summary>It has left this host again since the file was written.</summary>
    MovedOn,
    /// <summary>Another order of that id lives here, which never left.</summary>
    Taken,
}
