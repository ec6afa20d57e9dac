using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>What can still be asked of an order as it stands.</summary>
public static class NextSteps
{
    /// <summary>Not a command of the order: starts a return of its own.</summary>
    public const string Return = "Return";

    /// <summary>Command types that this sender may send now and that would be looked at, and "Return" once goods have left.</summary>
    public static IReadOnlyList<string> For(OrderState state, DateTimeOffset now, ActorKind actor)
    {
        if (actor is not (ActorKind.Customer or ActorKind.Agent or ActorKind.Admin or ActorKind.Storefront) || state is OrderState.Unplaced) return [];
        return [.. Candidates(state, now).Where(c => c.Command is null || TransitionTable.MaySend(actor, c.Command)).Select(c => c.Name)];
    }

    private static IEnumerable<(string Name, Type? Command)> Candidates(OrderState state, DateTimeOffset now)
    {
        var order = state.Data;
        if (state is OrderState.Open)
        {
            yield return (nameof(OrderCommand.Edit), typeof(OrderCommand.Edit));
            yield return (nameof(OrderCommand.Cancel), typeof(OrderCommand.Cancel));
            if (ReleaseGate.Deadline(order) > now && order.Grace.Waiver is null) yield return (nameof(OrderCommand.ReleaseNow), typeof(OrderCommand.ReleaseNow));
            if (ContactRules.Waiting(order).Count > 0)
            {
                yield return (nameof(OrderCommand.ConfirmContact), typeof(OrderCommand.ConfirmContact));
                yield return (nameof(OrderCommand.DeclineContact), typeof(OrderCommand.DeclineContact));
            }
        }

        if (BackorderRules.Missing(state).Count > 0) yield return (nameof(OrderCommand.BackorderChoice), typeof(OrderCommand.BackorderChoice));
        if (order.Shipments.Any(s => s is { InWarehouse: true, Intercept: null })) yield return (nameof(OrderCommand.Intercept), typeof(OrderCommand.Intercept));
        if (order.Shipments.Any(s => s.SentAt is not null)) yield return (Return, null);
    }
}
