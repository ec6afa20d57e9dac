using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.Shopify;

/// <summary>An order's lines, and what of its discounts belongs to the order as a whole.</summary>
internal sealed record ShopifyLines(IReadOnlyList<OrderLine> Lines, Money OrderDiscount)
{
    public static ShopifyLines Read(JsonAt order, Currency currency, ShopifyRefunds refunds, Categories categories)
    {
        List<OrderLine> lines = [];
        var orderDiscount = Money.Zero(currency);
        // Tips of the point of sale stand among the lines and are counted in total_tip_received.
        foreach (var item in order["line_items"].Items().Where(item => item["tip"].IsMissing))
        {
            var (line, onOrder) = Line(order, item.RequiredObject(), currency, refunds, categories);
            lines.Add(line);
            orderDiscount += onOrder;
        }

        return new(lines, orderDiscount);
    }

    private static (OrderLine Line, Money OnOrder) Line(JsonAt order, JsonAt item, Currency currency, ShopifyRefunds refunds, Categories categories)
    {
        var id = item["id"].RequiredText();
        var placed = Positive(item["quantity"]);
        var quantity = item["current_quantity"].IsMissing ? Math.Max(0, placed - refunds.Quantity(id)) : Positive(item["current_quantity"]);
        var price = item.Amount("price", currency) ?? throw item["price"].Fault("This is required.");
        var onOrder = Share(item.Allocated(currency, part => IsFixedOnOrder(order, part)), quantity, placed);
        var prices = LinePrices.Of(price.Minor, quantity, Net(item, price, id, quantity, placed, refunds) + onOrder);
        var sku = item["sku"].Text() ?? item["variant_id"].Text() ?? id;
        return (new OrderLine
        {
            Id = id,
            Sku = sku,
            Title = item["name"].Text() ?? item["title"].Text() ?? sku,
            Category = categories.Of(sku, Hints(order, item)),
            Quantity = quantity,
            UnitPrice = prices.UnitPrice,
            UnitDiscount = prices.UnitDiscount,
            TaxRate = TaxRate(item),
            RequiresShipping = item["requires_shipping"].Bool() != false && item["gift_card"].Bool() != true,
            Personalisation = Properties(item["properties"]),
            WeightGrams = item["grams"].Int() ?? 0,
            Location = item["origin_location"]["name"].Text() ?? order["location_id"].Text(),
        }, onOrder + prices.Remainder);
    }

    /// <summary>What the remaining units cost after all their discounts.</summary>
    private static Money Net(JsonAt item, Money price, string id, int quantity, int placed, ShopifyRefunds refunds)
    {
        var currency = price.Currency;
        var allocated = item["discount_allocations"].IsMissing ? item.Amount("total_discount", currency) ?? Money.Zero(currency) : item.Allocated(currency);
        var whole = price * placed - allocated;
        if (quantity == placed) return whole;
        if (quantity == placed - refunds.Quantity(id) && refunds.Net(id) is { } refunded) return quantity == 0 ? Money.Zero(currency) : whole - refunded;
        return price * quantity - Share(allocated, quantity, placed);
    }

    /// <summary>
    /// A fixed amount across the whole order belongs to the order: it stays when a line goes. Percentages and discounts of
    /// chosen products belong to the units they were given for.
    /// </summary>
    private static bool IsFixedOnOrder(JsonAt order, JsonAt allocation)
    {
        if (allocation["discount_application_index"].Int() is not { } index) return false;
        var application = order["discount_applications"].Items().ElementAtOrDefault(index);
        return application["value_type"].Text() == "fixed_amount" && application["allocation_method"].Text() == "across" && application["target_selection"].Text() == "all";
    }

    private static Money Share(Money amount, int quantity, int placed) => placed == 0 ? Money.Zero(amount.Currency) : Money.Round(amount.Minor * quantity / placed, amount.Currency);

    /// <summary>The line's own type and tags before those of the order, which webhooks always carry.</summary>
    private static IReadOnlyList<string> Hints(JsonAt order, JsonAt item) =>
        [.. Categories.Hints(item["product_type"]), .. Categories.Hints(item["tags"]), .. Categories.Hints(order["tags"])];

    private static decimal TaxRate(JsonAt item) => item["taxable"].Bool() == false ? 0 : item["tax_lines"].Items().Sum(tax => tax["rate"].Decimal() ?? 0);

    /// <summary>A list of names and values, or an object; names that begin with "_" are a theme's own.</summary>
    private static Dictionary<string, string> Properties(JsonAt properties)
    {
        var pairs = properties.Kind == System.Text.Json.JsonValueKind.Array
            ? properties.Items().Select(pair => (Name: pair["name"].Text() ?? "", Value: pair["value"]))
            : properties.Members();
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
            if (name.Length > 0 && name[0] != '_' && value.Text() is { } text) result[name] = text;
        return result;
    }

    private static int Positive(JsonAt quantity) => quantity.Int() is { } number and >= 0 ? number : throw quantity.Fault("A quantity of 0 or more is needed here.");
}
