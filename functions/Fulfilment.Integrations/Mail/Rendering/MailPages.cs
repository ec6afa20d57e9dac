using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>Turns a mail's model into texts.</summary>
internal static class MailPages
{
    public static MailPage Of(StoreSettings store, MailModel model, IReadOnlyDictionary<string, string> links, string language)
    {
        var order = model.Order;
        var zone = store.Profile.TimeZone;
        string? At(DateTimeOffset? at) => at is { } value ? Formats.Instant(value, language, zone) : null;
        return new MailPage
        {
            Brand = store.Profile.Brand,
            Language = language,
            Number = order.Number,
            Customer = order.Customer.Name,
            OrderUrl = links.TryGetValue("order", out var url) ? url : null,
            Lines = [.. order.Lines.Where(line => line.Quantity > 0).Select(line => Line(line, language))],
            Sums = [.. Texts.Sums(order.Totals, language).Select(sum => new MailSum(sum.Label, Formats.Money(sum.Amount, language)))],
            Total = Formats.Money(order.Totals.Total, language),
            ShipTo = order.ShipTo is { } address ? Texts.AddressLines(address) : [],
            Shipping = order.Shipping?.Title,
            GiftMessage = order.GiftMessage,
            Plan = Texts.Plan(order.Plan, language, zone),
            EditableUntil = At(order.Plan.EditableUntil),
            ReleaseAt = At(order.Plan.ReleaseAt),
            CanEdit = order.CustomerCommands.Contains(nameof(OrderCommand.Edit)),
            CanCancel = order.CustomerCommands.Contains(nameof(OrderCommand.Cancel)),
            Changes = [.. model.Changes.Select(change => Texts.Change(change, order, language))],
            Refusal = model.Receipt?.Reason is { } refusal ? Texts.Refusal(refusal, language, zone) : null,
            Next = [.. (model.Receipt?.Next ?? []).Select(next => Texts.NextStep(next, language))],
            Amount = model.Amount is { } amount ? Formats.Money(amount, language) : null,
            Deadline = At(model.Deadline),
            Carrier = model.Carrier,
            TrackingNumber = model.TrackingNumber,
            TrackingUrl = model.TrackingUrl,
            RelayPoint = model.RelayPoint,
            Reason = model.Reason is { } reason ? Texts.Reason(reason, language) : null,
            Missing = [.. model.Missing.Select(missing => new MailLine(Title(order, missing.Sku), missing.Quantity, "", []))],
            StockDate = order.StockEta is { } eta ? Formats.Date(eta, language, zone) : null,
            Refunded = Refunds(order, language, settled: true),
            RefundDue = Refunds(order, language, settled: false),
            Partial = order.Status == OrderStatus.PartiallySent,
        };
    }

    private static MailLine Line(OrderLine line, string language) => new(
        line.Title,
        line.Quantity,
        Formats.Money((line.UnitPrice - line.UnitDiscount) * line.Quantity, language),
        [.. line.Personalisation.Select(detail => Texts.Pair(detail.Key, detail.Value, language))]);

    private static string Title(OrderView order, string sku) => order.Lines.FirstOrDefault(line => line.Sku == sku)?.Title ?? sku;

    /// <summary>A refund counts as done only when the provider or staff said that it settled; a failed one is neither done nor under way.</summary>
    private static string? Refunds(OrderView order, string language, bool settled)
    {
        var refunds = order.Payments.Where(payment => payment.Kind == "refund" && (settled ? payment.Status == "settled" : payment.Status is "due" or "requested")).ToList();
        return refunds.Count == 0 ? null : Formats.Money(refunds.Aggregate(Money.Zero(order.Totals.Lines.Currency), (sum, refund) => sum + refund.Amount), language);
    }
}
