using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.Shopify;

internal static class ShopifyAddress
{
    /// <summary>Null when there is none, or an empty shell of one.</summary>
    public static Address? Read(JsonAt address)
    {
        var line1 = address["address1"].Text() ?? address["address2"].Text() ?? address["company"].Text();
        var city = address["city"].Text() ?? address["province"].Text();
        if (line1 is null && city is null) return null;
        return new Address(
            FullName(address) ?? address["company"].Text() ?? "",
            line1 ?? "",
            address["address1"].IsMissing ? null : address["address2"].Text(),
            city ?? "",
            address["province"].Text(),
            address["zip"].Text(),
            AddressParts.CountryCode(address["country_code"], address["country_code"].Text() ?? address["country"].Text()),
            address["phone"].Text(),
            address["company"].Text());
    }

    public static string? FullName(JsonAt person) => AddressParts.FullName(person) ?? person["name"].Text();
}
