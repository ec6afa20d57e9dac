using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts.WooCommerce;

/// <summary>A WooCommerce order (REST v3 webhook body) as the one order type.</summary>
internal static class WooOrder
{
    public static OrderSnapshot Map(JsonAt order, StoreSettings store, ReleasePolicy policy)
    {
        var currency = order["currency"].Currency() ?? store.Profile.Currency;
        var gross = order["prices_include_tax"].Bool() ?? false;
        var pickup = IsPickup(order);
        var digital = IsDigital(order);
        var lines = WooLines.Read(order, currency, gross, digital, new Categories(store.Storefront, policy));
        var (payment, status) = WooStates.Read(order);
        var placedAt = Instant(order, "date_created", store) ?? throw order["date_created_gmt"].Fault("This is required.");
        var meta = Meta(order);
        var address = pickup || digital ? null : WooAddress.Read(order["shipping"]) ?? WooAddress.Read(order["billing"]);
        var externalId = order["id"].RequiredText();
        var note = order["customer_note"].Text();
        return new OrderSnapshot
        {
            Store = store.Profile.Id,
            Source = StorefrontKind.Woo,
            ExternalId = externalId,
            Number = $"#{order["number"].Text() ?? externalId}",
            PlacedAt = placedAt,
            UpdatedAt = Versions.Stamp(Instant(order, "date_modified", store) ?? placedAt, payment, status, order["refunds"].Items().Count()),
            Customer = Customer(order, address),
            ShipTo = address,
            RelayPoint = meta.RelayPoint(address),
            Shipping = Shipping(order, store, policy),
            Lines = lines.Lines,
            Charges = WooCharges.Read(order, currency, gross, lines, payment),
            Payment = payment,
            PaymentMethod = order["payment_method"].Text(),
            Status = status,
            GiftMessage = meta.GiftMessage,
            // At the checkout, WooCommerce's one note field asks for notes about the delivery.
            DeliveryInstructions = meta.DeliveryInstructions ?? note,
            WishedDate = meta.WishedDate,
            Note = note,
        };
    }

    private static NoteFields Meta(JsonAt order) => new(
        order["meta_data"].Items()
            .Where(pair => pair["value"].Kind is JsonValueKind.String or JsonValueKind.Number)
            .Select(pair => (pair["key"].Text() ?? "", pair["value"].Text() ?? ""))
            .Where(pair => pair.Item2.Length > 0));

    private static bool IsPickup(JsonAt order) => order["shipping_lines"].Items().Any(line => line["method_id"].Text() is "local_pickup" or "pickup_location");

    /// <summary>Nothing to send: WooCommerce says so itself, or neither asked for an address nor for a way of shipping.</summary>
    private static bool IsDigital(JsonAt order) =>
        order["needs_processing"].Bool() == false || (!order["shipping_lines"].Items().Any() && WooAddress.Read(order["shipping"]) is null);

    private static ShippingMethod? Shipping(JsonAt order, StoreSettings store, ReleasePolicy policy)
    {
        var line = order["shipping_lines"].Items().FirstOrDefault();
        return line.IsMissing ? null : ShippingMethods.Resolve(store.Storefront, policy, line["method_id"].Text(), line["method_title"].Text(), null);
    }

    private static Customer Customer(JsonAt order, Address? address)
    {
        var billing = order["billing"];
        var email = billing["email"].Text();
        var name = AddressParts.FullName(billing) ?? billing["company"].Text() ?? address?.Name;
        return new(name ?? email ?? $"#{order["id"].Text()}", email, billing["phone"].Text() ?? address?.Phone);
    }

    /// <summary>The UTC field; the local one, where a plugin drops the other, is in the shop's zone.</summary>
    private static DateTimeOffset? Instant(JsonAt order, string name, StoreSettings store)
    {
        if (order[$"{name}_gmt"].Instant() is { } utc) return utc;
        return order[name].Instant() is { } local ? LocalTimes.ToInstant(local.UtcDateTime, store.Profile.TimeZone) : null;
    }
}
