namespace Fulfilment.DurableTask.Tests;

/// <summary>Keeps what was delivered; answers as told.</summary>
internal sealed class RecordingHandler(string kind, Func<OutboxDelivery, IWriteBatch, OutboxResult>? answer = null) : IOutboxHandler
{
    private readonly List<OutboxDelivery> _deliveries = [];

    public string Kind => kind;

    public IReadOnlyList<OutboxDelivery> Deliveries
    {
        get
        {
            lock (_deliveries)
            {
                return _deliveries.ToArray();
            }
        }
    }

    public Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        lock (_deliveries)
        {
            _deliveries.Add(delivery);
        }

        return Task.FromResult(answer?.Invoke(delivery, completion) ?? OutboxResult.Delivered);
    }
}
