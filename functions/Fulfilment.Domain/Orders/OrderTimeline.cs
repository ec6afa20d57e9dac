using System.Globalization;

namespace Fulfilment.Domain.Orders;

/// <summary>An order's history as people read it, entry by entry.</summary>
public static class OrderTimeline
{
    /// <summary>What one command adds. Empty for a NoOp and for a question.</summary>
    /// <param name="after">The state that the decision led to.</param>
    public static IReadOnlyList<TimelineEntry> For(OrderCommand command, Decision<OrderEvent> decision, OrderState after) => decision switch
    {
        Decision<OrderEvent>.Accepted { Receipt.Outcome: Outcome.NoOp } => [],
        Decision<OrderEvent>.Accepted { Receipt: var receipt, Events: var events } => [.. Refusals(receipt), .. events.Select(e => Entry(e, command, receipt)).OfType<TimelineEntry>()],
        Decision<OrderEvent>.Rejected { Receipt: var receipt } => [.. Refusals(receipt)],
        Decision<OrderEvent>.NoOp or Decision<OrderEvent>.Needs => [],
        _ => throw new InvalidOperationException($"Unknown decision {decision.GetType().Name}."),
    };

    private static IEnumerable<TimelineEntry> Refusals(Receipt receipt)
    {
        if (receipt is not { Outcome: Outcome.Rejected, Reason: { } reason }) yield break;
        yield return new(receipt.Version, receipt.At, receipt.Actor, "Refused", NamedValues.Of(("command", receipt.Type), ("commandId", receipt.CommandId), ("reason", reason.GetType().Name)));
    }

    private static TimelineEntry? Entry(OrderEvent @event, OrderCommand command, Receipt receipt) =>
        TimelineText.Of(@event, command) is var (code, data) ? new(receipt.Version, receipt.At, command.Actor, code, data) : null;

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
