using Fulfilment.Domain;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.Shopify;

/// <summary>Shopify states each amount as text in the shop's currency and, in "…_set", also in the customer's. Ours is the shop's: prices of the catalogue are.</summary>
internal static class ShopifyMoney
{
    /// <summary>Null when neither form is there.</summary>
    public static Money? Amount(this JsonAt at, string name, Currency currency)
    {
        var shop = at[$"{name}_set"]["shop_money"]["amount"];
        if (!shop.IsMissing) return shop.Money(currency);
        return at[name].IsMissing ? null : at[name].Money(currency);
    }

    /// <summary>Sum of discount_allocations.</summary>
    public static Money Allocated(this JsonAt at, Currency currency, Func<JsonAt, bool>? where = null) =>
        at["discount_allocations"].Items().Where(where ?? (_ => true)).Aggregate(Money.Zero(currency), (sum, part) => sum + (part.Amount("amount", currency) ?? Money.Zero(currency)));
}
