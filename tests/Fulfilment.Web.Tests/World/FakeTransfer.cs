using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Web.Tests.World;

/// <summary>A target that writes down what it is given, and a source of orders that have ended.</summary>
public sealed class FakeTransfer : ITransferTarget, ITransferSource, IOrderMoves
{
    public List<string> Ids { get; } = [];

    /// <summary>Why nothing can be taken; null: it can.</summary>
    public string? Blocked { get; set; }

    public List<string> Calls { get; } = [];

    public Task BeginAsync(DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => Note("begin", 0);

    public Task<DateTimeOffset?> UnfinishedAsync(CancellationToken cancellationToken = default) => Task.FromResult<DateTimeOffset?>(null);

    public Task<ImportOutcome> PutAsync(TransferOrder order, CancellationToken cancellationToken = default) => Note($"order {order.Id}", ImportOutcome.Imported);

    public Task<int> ReserveAsync(IReadOnlyList<KnownId> ids, CancellationToken cancellationToken = default) => Note($"ids {ids.Count}", ids.Count);

    public Task<bool> PutAsync(TransferRecord record, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => Note(record.GetType().Name, true);

    public Task MarkImportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => Note("end", 0);

    public Task<IReadOnlyList<string>> OrderIdsAsync(string? after, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<string>>([.. Ids.Where(id => string.CompareOrdinal(id, after) > 0).Take(limit)]);

    public Task<IReadOnlyList<TransferOrder>> TakeAsync(IReadOnlyCollection<LeavingOrder> orders, CancellationToken cancellationToken = default) => Blocked is { } reason
        ? throw new TransferBlockedException(reason)
        : Note<IReadOnlyList<TransferOrder>>($"take {orders.Count}", [.. orders.Select(order => new TransferOrder { Id = order.Id, Moves = 0 })]);

    public Task<Departure<OrderState, OrderCommand>?> DepartureAsync(string orderId, int moves, CancellationToken cancellationToken = default) =>
        Task.FromResult<Departure<OrderState, OrderCommand>?>(null);

    /// <summary>In two pages.</summary>
    public Task<StorePage> ReadStoreAsync(string store, string? cursor, CancellationToken cancellationToken = default) => cursor switch
    {
        null => Note($"{store}, first page", new StorePage([new TransferRecord.Waybills(store, [new WaybillNumber("k", 1)])], "a place: / \n1")),
        "a place: / \n1" => Note($"{store}, second page", new StorePage([new TransferRecord.StockKeys(store, [new StockKey("k", null)])], null)),
        _ => throw new FormatException($"'{cursor}' is no place here."),
    };

    public Task<long> StockOperationsAsync(string store, CancellationToken cancellationToken = default) => Task.FromResult(7L);

    public async IAsyncEnumerable<TransferRecord.Goods> TakeGoodsAsync(string store, long? operations = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Assert.Equal(7, operations);
        yield return await Note($"goods {store}", new TransferRecord.Goods("goods-1", store, []));
    }

    public Task MarkExportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset at, CancellationToken cancellationToken = default) => Note("mark", 0);

    public void Depart(IWriteBatch batch, string orderId, int moves, DateTimeOffset at) => throw new NotSupportedException("No order departs here.");

    public Task<OrderMove?> GetAsync(string orderId, CancellationToken cancellationToken = default) => Task.FromResult<OrderMove?>(null);

    private Task<T> Note<T>(string call, T answer)
    {
        lock (Calls) Calls.Add(call);
        return Task.FromResult(answer);
    }
}
