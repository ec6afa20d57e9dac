using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Web.Tests.World;

/// <summary>A target that writes down what it is given.</summary>
public sealed class FakeTransfer : ITransferTarget
{
    public List<string> Calls { get; } = [];

    public Task BeginAsync(DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => Note("begin", 0);

    public Task<DateTimeOffset?> UnfinishedAsync(CancellationToken cancellationToken = default) => Task.FromResult<DateTimeOffset?>(null);

    public Task<ImportOutcome> PutAsync(TransferOrder order, CancellationToken cancellationToken = default) => Note($"order {order.Id}", ImportOutcome.Imported);

    public Task<int> ReserveAsync(IReadOnlyList<KnownId> ids, CancellationToken cancellationToken = default) => Note($"ids {ids.Count}", ids.Count);

    public Task<bool> PutAsync(TransferRecord record, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => Note(record.GetType().Name, true);

    public Task MarkImportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => Note("end", 0);

    private Task<T> Note<T>(string call, T answer)
    {
        lock (Calls) Calls.Add(call);
        return Task.FromResult(answer);
    }
}
