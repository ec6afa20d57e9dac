using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Simulation;

/// <summary>One order and everything that people will do about it, whatever the policy: all policies are tried on the same people.</summary>
/// <param name="Policy">The policy it was placed under; null for generated orders.</param>
internal sealed record SimulatedOrder(string Id, OrderSnapshot Snapshot, StoreProfile Store, DateTimeOffset PlacedAt, Domain.Release.ReleasePolicy? Policy)
{
    /// <summary>Commands that come at their instant, in this order.</summary>
    public IReadOnlyList<Intent> Intents { get; init; } = [];

    /// <summary>How long the customer takes to pay what he is asked for; null: he never does.</summary>
    public TimeSpan? PaysAfter { get; init; }

    /// <summary>How long after the request the customer confirms the contact; null: never.</summary>
    public TimeSpan? ConfirmsAfter { get; init; }

    /// <summary>What the customer answers to a back-order, and how long that takes; null: nothing.</summary>
    public (BackorderOption Choice, TimeSpan After)? Backorder { get; init; }

    /// <summary>When the goods were there for it, where that is known; null: they never were.</summary>
    public DateTimeOffset? GoodsAt { get; init; }
}

/// <summary>Something that somebody does at a certain time, whether the order is still open then or not.</summary>
internal sealed record Intent(DateTimeOffset At, OrderCommand Command);
