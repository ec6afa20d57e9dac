using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Loop;

/// <summary>A decision taken apart for the loop.</summary>
/// <param name="Receipts">Of the command itself, then of those it settled.</param>
internal sealed record LoopOutcome<TEvent>(IReadOnlyList<TEvent> Events, IReadOnlyList<Effect> Effects, IReadOnlyList<Receipt> Receipts, IReadOnlyList<Receipt> Settled);

internal static class LoopOutcome
{
    public static LoopOutcome<TEvent> Of<TEvent>(Decision<TEvent> decision) => decision switch
    {
        Decision<TEvent>.Accepted accepted => new(accepted.Events, accepted.Effects, [accepted.Receipt, .. accepted.Settled], accepted.Settled),
        Decision<TEvent>.Rejected rejected => new([], rejected.Effects, [rejected.Receipt], []),
        Decision<TEvent>.NoOp noOp => new([], [], [noOp.Receipt], []),
        Decision<TEvent>.Needs => throw new InvalidOperationException("A decision that needs facts has no outcome yet."),
        _ => throw new InvalidOperationException($"Unknown decision {decision.GetType().Name}."),
    };
}
