using System.Globalization;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>The blockers that time alone does not lift, each with its reason.</summary>
internal static class WaitingBlockers
{
    public static IReadOnlyList<Blocker> BeforeFirst(OrderData order, DateTimeOffset now) =>
        [.. new[] { Test(order), NothingToShip(order), Payment(order), Contact(order), Stock(order, now), Hold(order), Provisional(order) }.OfType<Blocker>()];

    /// <summary>Money, contact and edits were settled with the first shipment.</summary>
    public static IReadOnlyList<Blocker> BeforeRest(OrderData order, DateTimeOffset now) =>
        [.. new[] { Rest(order, now), Hold(order) }.OfType<Blocker>()];

    private static Blocker? Test(OrderData order) =>
        order.BlockedAsTest ? new(BlockerCode.TestOrder, "test order: never released from this store", null, []) : null;

    private static Blocker? NothingToShip(OrderData order) =>
        StockDemands.Of(order.Content).Count == 0 ? new(BlockerCode.NothingToShip, "no line needs shipping", null, []) : null;

    private static Blocker? Payment(OrderData order)
    {
        var uncovered = PaymentRules.Uncovered(order);
        if (!uncovered.IsPositive) return null;
        var expires = PaymentRules.ExpiresAt(order);
        var text = expires is { } at ? $"payment of {uncovered} is open; the order lapses {LocalText.At(order.Store.TimeZone, at)}" : $"payment of {uncovered} is open";
        return new(BlockerCode.Payment, text, null, []) { Data = NamedValues.Of(("amount", uncovered.Amount), ("currency", uncovered.Currency.Code), ("expires", Instant(expires))) };
    }

    private static Blocker? Contact(OrderData order)
    {
        var lines = ContactRules.Waiting(order);
        if (lines.Count == 0) return null;
        var categories = string.Join(", ", lines.Select(l => l.Category).Distinct());
        var text = order.Contact.DeclinedAt is null ? $"{categories}: the customer must confirm first" : $"{categories}: the customer declined ({order.Contact.DeclineReason ?? "no reason given"})";
        return new(BlockerCode.Contact, text, null, [.. lines.Select(l => l.Id)])
        {
            Data = NamedValues.Of(("category", categories), ("declined", order.Contact.DeclinedAt is null ? null : "true"), ("reason", order.Contact.DeclineReason)),
        };
    }

    private static Blocker? Stock(OrderData order, DateTimeOffset now)
    {
        if (order.Stock.Complete || StockDemands.Of(order.Content).Count == 0) return null;
        var someToSend = order.Stock is { Choice: BackorderOption.SplitShip, Mode: DemandMode.Split } && order.Stock.Allocated.Count > 0;
        return someToSend ? null : Awaiting(order, order.Stock.Missing, now);
    }

    private static Blocker? Rest(OrderData order, DateTimeOffset now) =>
        order.Stock.Complete ? null : Awaiting(order, ShipmentContents.Rest(order), now);

    private static Blocker Awaiting(OrderData order, IReadOnlyList<StockLine> missing, DateTimeOffset now)
    {
        var eta = order.Stock.Eta is { } at && at > now ? order.Stock.Eta : null;
        var skus = string.Join(", ", missing.Select(m => $"{m.Quantity} × {m.Sku}"));
        var text = skus.Length == 0 ? "stock is not allocated yet" : eta is { } e ? $"awaiting stock of {skus}, expected {LocalText.At(order.Store.TimeZone, e)}" : $"awaiting stock of {skus}";
        var lines = order.Content.Lines.Where(l => l is { RequiresShipping: true, Quantity: > 0 } && (missing.Count == 0 || missing.Any(m => m.Sku == l.Sku)));
        return new(BlockerCode.Stock, text, eta, [.. lines.Select(l => l.Id)]) { Data = NamedValues.Of(("sku", skus.Length == 0 ? null : skus), ("eta", Instant(eta))) };
    }

    private static Blocker? Hold(OrderData order) => order.Hold is { } hold
        ? new(BlockerCode.Hold, $"on hold by {hold.By.Name}: {hold.Reason}", null, []) { Data = NamedValues.Of(("reason", hold.Reason), ("by", hold.By.Name)) }
        : null;

    private static Blocker? Provisional(OrderData order) => order.Provisional is { Terms: var terms }
        ? new(BlockerCode.ProvisionalEdit, $"a change awaits payment of {terms.Amount} until {LocalText.At(order.Store.TimeZone, terms.Until)}", terms.Until, [])
        {
            Data = NamedValues.Of(("amount", terms.Amount.Amount), ("currency", terms.Amount.Currency.Code)),
        }
        : null;

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
