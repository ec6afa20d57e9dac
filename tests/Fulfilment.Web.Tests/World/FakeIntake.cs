using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

/// <summary>Keeps deliveries by key; orders start by being named.</summary>
public sealed class FakeInbox(Ledger ledger, TimeProvider clock) : IDeliveryInbox
{
    private readonly Dictionary<string, IntakeAnswer> _answers = [];
    private readonly HashSet<string> _orders = [];
    private readonly Dictionary<string, ParkedDelivery> _parked = [];

    public List<(Delivery Delivery, IntakeAction Action)> Accepted { get; } = [];

    public void Know(string orderId) => _orders.Add(orderId);

    public void Have(ParkedDelivery parked) => _parked[parked.Id] = parked;

    public Task<IntakeAnswer> AcceptAsync(Delivery delivery, IntakeAction action, CancellationToken cancellationToken = default)
    {
        ledger.Record($"inbox.accept {delivery.Source}");
        if (_answers.TryGetValue(delivery.Key, out var first)) return Task.FromResult(first with { Repeated = true });
        Accepted.Add((delivery, action));
        return Task.FromResult(_answers[delivery.Key] = Act(delivery, action));
    }

    private IntakeAnswer Act(Delivery delivery, IntakeAction action, string? parkedId = null)
    {
        switch (action)
        {
            case IntakeAction.Upsert upsert:
                return new(_orders.Add(upsert.OrderId) ? IntakeOutcome.Started : IntakeOutcome.Known, upsert.OrderId);
            case IntakeAction.Raise raise:
                return new(IntakeOutcome.Known, raise.OrderId);
            case IntakeAction.Park park:
                var id = parkedId ?? $"parked-{_parked.Count + 1}";
                _parked[id] = new(id, delivery, park.Path, park.Reason, clock.GetUtcNow());
                return new(IntakeOutcome.Parked, ParkedId: id, Path: park.Path, Detail: park.Reason);
            case IntakeAction.Ignore ignore:
                return new(IntakeOutcome.Ignored, Detail: ignore.Reason);
            default:
                throw new InvalidOperationException($"Unknown action {action.GetType().Name}.");
        }
    }

    public Task<Page<ParkedDelivery>> ListParkedAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Page<ParkedDelivery>([.. _parked.Values.Where(p => store is null || p.Delivery.Store == store)], null));

    public Task<ParkedDelivery?> GetParkedAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult(_parked.GetValueOrDefault(id));

    public Task<IntakeAnswer> ReplayParkedAsync(string id, IntakeAction action, CancellationToken cancellationToken = default)
    {
        ledger.Record($"inbox.replay {id}");
        var parked = _parked[id];
        _parked.Remove(id);
        return Task.FromResult(Act(parked.Delivery, action, id));
    }
}
