using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Azure.Stock;

/// <summary>One keyed operation on a store's ledger.</summary>
/// <param name="OrderId">Whose demand it may change; null: nobody's.</param>
/// <param name="Skus">Those it names itself.</param>
/// <param name="Act">Runs on a snapshot, again when another operation was faster. Returns the answer to remember; null: none.</param>
internal sealed record StockOperation(string Store, string Key, string? OrderId, IReadOnlyList<string> Skus, Func<StockTurn, string?> Act)
{
    /// <summary>Number of the operation that must be the last before this one; null: whichever is.</summary>
    public long? After { get; init; }
}

/// <summary>Another operation came before one that had to follow a certain one. Nothing was done.</summary>
internal sealed class StockMovedException() : Exception("The ledger has moved on.");

/// <param name="Repeated">The key was used before; nothing was done.</param>
/// <param name="Answer">The first answer.</param>
internal readonly record struct StockOutcome(bool Repeated, string? Answer);
