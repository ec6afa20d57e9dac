using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>The picture of an order that people and stores get.</summary>
public static class OrderViews
{
    /// <exception cref="InvalidOperationException">Nothing has been placed yet.</exception>
    public static OrderView Of(OrderState state, DateTimeOffset now)
    {
        var order = state.Data;
        var content = order.Content;
        return new()
        {
            Id = order.Id,
            Store = order.Store.Id,
            Number = order.Snapshot.Number,
            ExternalId = order.Snapshot.ExternalId,
            Source = order.Snapshot.Source,
            Status = StatusOf(state, now),
            Version = order.Version,
            PlacedAt = order.Snapshot.PlacedAt,
            Language = order.Language,
            Customer = content.Customer,
            ShipTo = content.ShipTo,
            RelayPoint = content.RelayPoint,
            Shipping = content.Shipping,
            Lines = content.Lines,
            Totals = state is OrderState.Cancelled ? Totals.OfCancelled(order.Money) : Totals.Of(order),
            PaymentMethod = content.PaymentMethod,
            GiftMessage = content.GiftMessage,
            DeliveryInstructions = content.DeliveryInstructions,
            WishedDate = content.WishedDate,
            Plan = ReleasePlanner.Plan(state, now),
            ReleasedAt = order.Shipments.FirstOrDefault()?.Release.ReleasedAt,
            ReleasedBy = order.Shipments.FirstOrDefault()?.Release.ReleasedBy,
            Shipments = [.. order.Shipments.Select(ShipmentViews.Of)],
            Payments = PaymentViews.Of(state),
            Provisional = order.Provisional?.Terms,
            AllowedChanges = AllowedChanges.Of(state),
            CustomerCommands = CustomerCommands(state, now),
            MissingStock = BackorderRules.Missing(state),
            StockEta = BackorderRules.Missing(state).Count > 0 ? order.Stock.Eta : null,
            HoldReason = order.Hold?.Reason,
            CancelReason = (state as OrderState.Cancelled)?.Reason,
            Conflicts = order.Conflicts,
            Test = order.Snapshot.Test,
        };
    }

    /// <exception cref="InvalidOperationException">Nothing has been placed yet.</exception>
    public static OrderStatus StatusOf(OrderState state, DateTimeOffset now) => state switch
    {
        OrderState.Open => Waiting(state, now),
        OrderState.PartlyReleased s => s.Order.Shipments.Any(p => p.SentAt is not null) ? OrderStatus.PartiallySent : ShipmentViews.Least(s.Order),
        OrderState.Released s => s.Order.Shipments.Any(p => p.SentAt is not null) ? OrderStatus.PartiallySent : ShipmentViews.Least(s.Order),
        OrderState.Sent => OrderStatus.Sent,
        OrderState.Delivered or OrderState.ClosedOutside => OrderStatus.Delivered,
        OrderState.Cancelled => OrderStatus.Cancelled,
        OrderState.Unplaced => throw new InvalidOperationException("The order has not been placed yet."),
        _ => throw new InvalidOperationException($"Unknown order state {state.GetType().Name}."),
    };

    /// <summary>The blocker that somebody has to do something about; none: the order is simply not handled yet.</summary>
    private static OrderStatus Waiting(OrderState state, DateTimeOffset now)
    {
        var order = state.Data;
        var codes = ReleaseGate.Of(state, now)!.Waiting.Select(b => b.Code).ToHashSet();
        if (codes.Contains(BlockerCode.Hold)) return OrderStatus.OnHold;
        if (codes.Contains(BlockerCode.Payment)) return OrderStatus.AwaitingPayment;
        if (codes.Contains(BlockerCode.Contact)) return OrderStatus.AwaitingContact;
        // Within the grace a demand that was only just made is nobody's worry.
        var isShort = order.Stock.Missing.Count > 0 || ReleaseGate.Deadline(order) <= now;
        return codes.Contains(BlockerCode.Stock) && isShort ? OrderStatus.AwaitingStock : OrderStatus.Unhandled;
    }

    private static IReadOnlyList<string> CustomerCommands(OrderState state, DateTimeOffset now)
    {
        var editable = AllowedChanges.Of(state).Count > 0;
        return [.. NextSteps.For(state, now, ActorKind.Customer).Where(c => c != NextSteps.Return && (editable || c != nameof(OrderCommand.Edit)))];
    }
}
