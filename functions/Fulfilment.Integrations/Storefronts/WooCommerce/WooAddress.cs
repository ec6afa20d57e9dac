using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.WooCommerce;

internal static class WooAddress
{
    /// <summary>Null when there is none: WooCommerce sends all fields, empty.</summary>
    public static Address? Read(JsonAt address)
    {
        var line1 = address["address_1"].Text() ?? address["address_2"].Text();
        var city = address["city"].Text() ?? address["state"].Text();
        if (line1 is null && city is null) return null;
        return new Address(
            AddressParts.FullName(address) ?? address["company"].Text() ?? "",
            line1 ?? "",
            address["address_1"].IsMissing ? null : address["address_2"].Text(),
            city ?? "",
            address["state"].Text(),
            address["postcode"].Text(),
            AddressParts.CountryCode(address["country"], address["country"].Text()),
            address["phone"].Text(),
            address["company"].Text());
    }
}
