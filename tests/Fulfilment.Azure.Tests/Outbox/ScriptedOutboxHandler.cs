using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Tests.Outbox;

/// <summary>Answers as told, then delivers.</summary>
internal sealed class ScriptedOutboxHandler : IOutboxHandler
{
    public const string Lane = "test";

    private readonly Queue<Func<OutboxDelivery, Task<OutboxResult>>> _script = new();

    public List<long> Delivered { get; } = [];

    public List<int> Attempts { get; } = [];

    public string Kind => Lane;

    public void Next(params Func<OutboxDelivery, OutboxResult>[] answers)
    {
        foreach (var answer in answers) NextAsync(delivery => Task.FromResult(answer(delivery)));
    }

    public void NextAsync(Func<OutboxDelivery, Task<OutboxResult>> answer) => _script.Enqueue(answer);

    public Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        Delivered.Add(delivery.Message.Number);
        Attempts.Add(delivery.Attempt);
        return _script.TryDequeue(out var answer) ? answer(delivery) : Task.FromResult(OutboxResult.Delivered);
    }
}
