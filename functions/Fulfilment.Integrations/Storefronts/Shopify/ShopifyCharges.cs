using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.Shopify;

/// <summary>All amounts that are not lines, such that the order comes to Shopify's total and owes what Shopify says is outstanding.</summary>
internal static class ShopifyCharges
{
    private const string GiftCard = "gift_card";

    public static (OrderCharges Charges, PaymentState Payment) Read(JsonAt order, Currency currency, ShopifyLines lines, ShopifyRefunds refunds)
    {
        var included = order["taxes_included"].Bool() ?? false;
        var charges = OrderCharges.None(currency) with
        {
            Shipping = Shipping(order, currency, refunds),
            Fees = First(order, currency, "current_total_duties", "original_total_duties") + First(order, currency, "current_total_additional_fees", "original_total_additional_fees"),
            Tips = order.Amount("total_tip_received", currency) ?? Money.Zero(currency),
            TaxesNotIncluded = included ? Money.Zero(currency) : Taxes(order, currency, refunds),
            PricesIncludeTax = included,
            OrderDiscount = lines.OrderDiscount,
        };
        var payment = ShopifyStates.Payment(order, Placed(order, currency) ?? SnapshotTotals.Of(lines.Lines, charges).Total);
        var balanced = Balance.To(Total(order, lines, charges, refunds), lines.Lines, charges, "$.total_price");
        return (Payments(order, balanced, SnapshotTotals.Of(lines.Lines, balanced).Total, refunds, payment), payment);
    }

    /// <summary>What the order costs now. As long as nothing was edited or refunded, that is what it cost when it was placed.</summary>
    private static Money Total(JsonAt order, ShopifyLines lines, OrderCharges charges, ShopifyRefunds refunds)
    {
        var placed = Placed(order, charges.Currency);
        var current = order.Amount("current_total_price", charges.Currency);
        var unchanged = refunds.Count == 0 && !WasEdited(order);
        return (unchanged ? placed ?? current : current) ?? SnapshotTotals.Of(lines.Lines, charges).Total;
    }

    private static Money? Placed(JsonAt order, Currency currency) => order.Amount("total_price", currency);

    private static bool WasEdited(JsonAt order) => order["line_items"].Items().Any(item => item["current_quantity"].Int() is { } now && now != item["quantity"].Int());

    /// <summary>A refunded order whose body lists no transactions was paid back in full.</summary>
    private static Money PaidBack(JsonAt order, Currency currency, ShopifyRefunds refunds, PaymentState payment) =>
        refunds.PaidBack is { IsZero: false } listed ? listed
        : payment == PaymentState.Refunded ? Placed(order, currency) ?? Money.Zero(currency)
        : Money.Zero(currency);

    private static OrderCharges Payments(JsonAt order, OrderCharges charges, Money total, ShopifyRefunds refunds, PaymentState payment)
    {
        var currency = charges.Currency;
        var refunded = PaidBack(order, currency, refunds, payment);
        var covered = Covered(order, total, refunded, payment);
        var giftCards = Money.Min(GiftCards(order, currency, covered), Money.Min(covered, total));
        return charges with { GiftCards = giftCards, Paid = covered - giftCards, Refunded = refunded };
    }

    /// <summary>
    /// What came in, gift cards included. The status has the last word; only below zero (overpaid) does a paid order's
    /// outstanding amount count. Money given back without taking goods off leaves less paid than the order costs: never more
    /// came in than it ever cost.
    /// </summary>
    private static Money Covered(JsonAt order, Money total, Money refunded, PaymentState payment)
    {
        var zero = Money.Zero(total.Currency);
        var outstanding = order.Amount("total_outstanding", total.Currency);
        return payment switch
        {
            PaymentState.Pending or PaymentState.Authorized or PaymentState.Failed => zero,
            PaymentState.Voided => refunded,
            PaymentState.PartiallyPaid => Money.Max(zero, total + refunded - (outstanding ?? total)),
            PaymentState.Paid or PaymentState.PartiallyRefunded or PaymentState.Refunded =>
                Money.Min(total + refunded, Money.Max(Placed(order, total.Currency) ?? total + refunded, total)) - Money.Min(zero, outstanding ?? zero),
            _ => throw new ArgumentOutOfRangeException(nameof(payment), payment, null),
        };
    }

    /// <summary>Transactions say how much (they are not in every body); without them only an order paid by nothing else is known.</summary>
    private static Money GiftCards(JsonAt order, Currency currency, Money covered)
    {
        var transactions = order["transactions"].Items().ToList();
        if (transactions.Count > 0)
            return transactions
                .Where(t => t["gateway"].Text() == GiftCard && t["kind"].Text() is "sale" or "capture" && t["status"].Text() == "success")
                .Aggregate(Money.Zero(currency), (sum, t) => sum + (t.Amount("amount", currency) ?? Money.Zero(currency)));
        var gateways = order["payment_gateway_names"].Items().Select(name => name.Text()).ToList();
        return gateways.Count > 0 && gateways.All(name => name == GiftCard) ? covered : Money.Zero(currency);
    }

    private static Money Shipping(JsonAt order, Currency currency, ShopifyRefunds refunds)
    {
        if (!order["current_shipping_price_set"]["shop_money"]["amount"].IsMissing) return order.Amount("current_shipping_price", currency)!.Value;
        var charged = order["shipping_lines"].Items()
            .Where(line => line["is_removed"].Bool() != true)
            .Aggregate(Money.Zero(currency), (sum, line) => sum + ShippingLine(line, currency));
        return Money.Max(Money.Zero(currency), charged - refunds.Shipping);
    }

    private static Money ShippingLine(JsonAt line, Currency currency) =>
        line.Amount("discounted_price", currency) ?? (line.Amount("price", currency) ?? Money.Zero(currency)) - line.Allocated(currency);

    private static Money Taxes(JsonAt order, Currency currency, ShopifyRefunds refunds) =>
        order.Amount("current_total_tax", currency) ?? Money.Max(Money.Zero(currency), (order.Amount("total_tax", currency) ?? Money.Zero(currency)) - refunds.Tax);

    private static Money First(JsonAt order, Currency currency, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (order.Amount(name, currency) is { } amount) return amount;
        return Money.Zero(currency);
    }
}
