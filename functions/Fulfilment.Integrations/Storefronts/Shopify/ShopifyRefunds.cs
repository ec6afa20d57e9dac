using Fulfilment.Domain;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.Shopify;

/// <summary>What an order's refunds took off it and paid back.</summary>
internal sealed class ShopifyRefunds(JsonAt order, Currency currency)
{
    private readonly IReadOnlyList<JsonAt> _refunds = [.. order["refunds"].Items()];

    public int Count => _refunds.Count;

    private IEnumerable<JsonAt> Items => _refunds.SelectMany(refund => refund["refund_line_items"].Items());

    public int Quantity(string line) => Of(line).Sum(item => item["quantity"].Int() ?? 0);

    /// <summary>What the refunded units cost after discounts; null when a refund does not say.</summary>
    public Money? Net(string line)
    {
        var amounts = Of(line).Select(item => item.Amount("subtotal", currency)).ToList();
        return amounts.Contains(null) ? null : amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount!.Value);
    }

    /// <summary>Tax of refunded lines and shipping.</summary>
    public Money Tax => Items.Aggregate(Money.Zero(currency), (sum, item) => sum + (item.Amount("total_tax", currency) ?? Money.Zero(currency))) + ShippingTax;

    /// <summary>Refunded shipping, without its tax. Newer bodies list shipping lines, older ones adjustments with negative amounts.</summary>
    public Money Shipping => ShippingLines.Count > 0 ? Sum(ShippingLines, "subtotal_amount") : -Sum(ShippingAdjustments, "amount");

    /// <summary>Paid back and confirmed by the provider; pending and failed refunds are not money yet.</summary>
    public Money PaidBack => _refunds.SelectMany(refund => refund["transactions"].Items())
        .Where(transaction => transaction["kind"].Text() == "refund" && transaction["status"].Text() == "success")
        .Aggregate(Money.Zero(currency), (sum, transaction) => sum + (transaction.Amount("amount", currency) ?? Money.Zero(currency)));

    private Money ShippingTax => ShippingLines.Count > 0 ? Sum(ShippingLines, "total_tax") : -Sum(ShippingAdjustments, "tax_amount");

    private IReadOnlyList<JsonAt> ShippingLines => [.. _refunds.SelectMany(refund => refund["refund_shipping_lines"].Items())];

    private IReadOnlyList<JsonAt> ShippingAdjustments => [.. _refunds.SelectMany(refund => refund["order_adjustments"].Items()).Where(adjustment => adjustment["kind"].Text() == "shipping_refund")];

    private IEnumerable<JsonAt> Of(string line) => Items.Where(item => item["line_item_id"].Text() == line);

    private Money Sum(IReadOnlyList<JsonAt> parts, string name) => parts.Aggregate(Money.Zero(currency), (sum, part) => sum + (part.Amount(name, currency) ?? Money.Zero(currency)));
}
