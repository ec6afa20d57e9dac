using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.WooCommerce;

/// <summary>An order's lines, and what of its discounts belongs to the order as a whole.</summary>
internal sealed record WooLines(IReadOnlyList<OrderLine> Lines, Money OrderDiscount)
{
    public static WooLines Read(JsonAt order, Currency currency, bool gross, bool digital, Categories categories)
    {
        List<OrderLine> lines = [];
        var orderDiscount = Money.Zero(currency);
        var fixedCoupons = HasOnlyFixedCoupons(order);
        foreach (var item in order["line_items"].Items())
        {
            var (line, onOrder) = Line(order, item.RequiredObject(), currency, gross, fixedCoupons, categories);
            lines.Add(digital ? line with { RequiresShipping = false } : line);
            orderDiscount += onOrder;
        }

        return new(lines, orderDiscount);
    }

    private static (OrderLine Line, Money OnOrder) Line(JsonAt order, JsonAt item, Currency currency, bool gross, bool fixedCoupons, Categories categories)
    {
        var id = item["id"].RequiredText();
        var quantity = item["quantity"].Int() is { } number and >= 0 ? number : throw item["quantity"].Fault("A quantity of 0 or more is needed here.");
        var before = Amount(item, "subtotal", currency, gross);
        var after = Amount(item, "total", currency, gross);
        var coupons = fixedCoupons ? before - after : Money.Zero(currency);
        var prices = LinePrices.Of(quantity == 0 ? item["price"].Minor(currency) ?? 0 : before.Minor / quantity, quantity, after + coupons);
        var sku = item["sku"].Text() ?? Id(item["variation_id"]) ?? Id(item["product_id"]) ?? id;
        return (new OrderLine
        {
            Id = id,
            Sku = sku,
            Title = item["name"].Text() ?? item["parent_name"].Text() ?? sku,
            Category = categories.Of(sku, Hints(item)),
            Quantity = quantity,
            UnitPrice = prices.UnitPrice,
            UnitDiscount = prices.UnitDiscount,
            TaxRate = TaxRate(order, item),
            RequiresShipping = !IsGiftCard(item),
            Personalisation = Personalisation(item["meta_data"]),
        }, coupons + prices.Remainder);
    }

    /// <summary>Lines are stated without tax, whatever the shop shows; where it shows prices with tax, ours have it too.</summary>
    private static Money Amount(JsonAt item, string name, Currency currency, bool gross)
    {
        var net = item[name].Minor(currency) ?? throw item[name].Fault("This is required.");
        return Money.Round(gross ? net + (item[$"{name}_tax"].Minor(currency) ?? 0) : net, currency);
    }

    /// <summary>A fixed amount off the cart belongs to the order: it stays when a line goes.</summary>
    private static bool HasOnlyFixedCoupons(JsonAt order)
    {
        var coupons = order["coupon_lines"].Items().ToList();
        return coupons.Count > 0 && coupons.All(coupon => coupon["discount_type"].Text() == "fixed_cart");
    }

    private static IReadOnlyList<string> Hints(JsonAt item) =>
        [.. Categories.Hints(item["product_type"]), .. Categories.Hints(item["categories"]), .. Categories.Hints(item["tags"]), .. Meta(item["meta_data"], name => name == "_category").Select(pair => pair.Value)];

    /// <summary>The rates that apply to the line, else what its tax comes to.</summary>
    private static decimal TaxRate(JsonAt order, JsonAt item)
    {
        var applied = item["taxes"].Items().Where(tax => tax["total"].Text() is not null).Select(tax => tax["id"].Text()).ToHashSet();
        var rates = order["tax_lines"].Items().Where(rate => applied.Contains(rate["rate_id"].Text())).Select(rate => rate["rate_percent"].Decimal()).ToList();
        if (rates.Count > 0 && rates.TrueForAll(rate => rate is not null)) return rates.Sum(rate => rate!.Value) / 100;
        var (net, tax) = (item["subtotal"].Decimal() ?? 0, item["subtotal_tax"].Decimal() ?? 0);
        return net > 0 && tax > 0 ? Math.Round(tax / net, 3) : 0;
    }

    private static bool IsGiftCard(JsonAt item) => item["meta_data"].Items().Any(meta =>
        meta["key"].Text() is { } key && (key.StartsWith("wc_gc_giftcard", StringComparison.Ordinal) || key.StartsWith("pw_gift_card", StringComparison.Ordinal)));

    /// <summary>Names that begin with "_" are plugins' own, "pa_" marks the chosen variation.</summary>
    private static Dictionary<string, string> Personalisation(JsonAt meta)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Meta(meta, name => name[0] != '_' && !name.StartsWith("pa_", StringComparison.Ordinal))) result[name] = value;
        return result;
    }

    /// <summary>Plain values only: plugins keep whole structures in meta data.</summary>
    private static IEnumerable<(string Name, string Value)> Meta(JsonAt meta, Func<string, bool> where) => meta.Items()
        .Where(pair => pair["key"].Text() is { } key && where(key))
        .Where(pair => pair["value"].Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        .Where(pair => pair["value"].Text() is not null)
        .Select(pair => (pair["display_key"].Text() ?? pair["key"].RequiredText(), pair["value"].RequiredText()));

    private static string? Id(JsonAt id) => id.Text() is { } text && text != "0" ? text : null;
}
