using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Ports;

/// <summary>Which orders have moved between hosts, how often, and which of them are elsewhere now.</summary>
public interface IOrderMoves
{
    /// <summary>
    /// The order is elsewhere from now on: its commands are answered Moved, its deliveries are parked, its effects are not delivered
    /// here any more. A lower number never overwrites a higher one.
    /// </summary>
    void Depart(IWriteBatch batch, string orderId, int moves, DateTimeOffset at);

    /// <summary>Null for an order that never moved.</summary>
    Task<OrderMove?> GetAsync(string orderId, CancellationToken cancellationToken = default);
}

/// <param name="Moves">Number of the order's last departure from any host, as far as this one knows.</param>
/// <param name="ElsewhereSince">Null when it is here, or ended here.</param>
public sealed record OrderMove(int Moves, DateTimeOffset? ElsewhereSince);
