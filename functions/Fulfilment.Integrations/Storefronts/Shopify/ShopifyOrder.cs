using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts.Shopify;

/// <summary>A Shopify order (REST webhook body) as the one order type.</summary>
internal static class ShopifyOrder
{
    public static OrderSnapshot Map(byte[] body, StoreSettings store, ReleasePolicy policy)
    {
        var order = JsonAt.Parse(body).RequiredObject();
        var currency = order["currency"].Currency() ?? store.Profile.Currency;
        var refunds = new ShopifyRefunds(order, currency);
        var lines = ShopifyLines.Read(order, currency, refunds, new Categories(store.Storefront, policy));
        var (charges, payment) = ShopifyCharges.Read(order, currency, lines, refunds);
        var status = ShopifyStates.Status(order, lines.Lines);
        var placedAt = order["processed_at"].Instant() ?? order["created_at"].Instant() ?? throw order["created_at"].Fault("This is required.");
        var fields = new NoteFields(order["note_attributes"].Items().Select(field => (field["name"].Text() ?? "", field["value"].Text() ?? "")).Where(field => field.Item2.Length > 0));
        var address = ShopifyAddress.Read(order["shipping_address"]);
        var externalId = order["id"].RequiredText();
        return new OrderSnapshot
        {
            Store = store.Profile.Id,
            Source = StorefrontKind.Shopify,
            ExternalId = externalId,
            Number = order["name"].Text() ?? order["order_number"].Text() ?? externalId,
            PlacedAt = placedAt,
            UpdatedAt = Versions.Stamp(order["updated_at"].Instant() ?? placedAt, payment, status, refunds.Count),
            Locale = order["customer_locale"].Text(),
            Customer = Customer(order, address),
            ShipTo = address,
            RelayPoint = fields.RelayPoint(address),
            Shipping = Shipping(order, store, policy),
            Lines = lines.Lines,
            Charges = charges,
            Payment = payment,
            PaymentMethod = order["payment_gateway_names"].Items().FirstOrDefault().Text() ?? order["gateway"].Text(),
            Status = status,
            Test = order["test"].Bool() ?? false,
            GiftMessage = fields.GiftMessage,
            DeliveryInstructions = fields.DeliveryInstructions,
            WishedDate = fields.WishedDate,
            Note = order["note"].Text(),
        };
    }

    private static ShippingMethod? Shipping(JsonAt order, StoreSettings store, ReleasePolicy policy)
    {
        var line = order["shipping_lines"].Items().FirstOrDefault(line => line["is_removed"].Bool() != true);
        return line.IsMissing ? null : ShippingMethods.Resolve(store.Storefront, policy, line["code"].Text(), line["title"].Text(), line["carrier_identifier"].Text());
    }

    private static Customer Customer(JsonAt order, Address? address)
    {
        var customer = order["customer"];
        var email = order["email"].Text() ?? order["contact_email"].Text() ?? customer["email"].Text();
        var name = ShopifyAddress.FullName(customer) ?? ShopifyAddress.FullName(order["billing_address"]) ?? address?.Name;
        return new(name ?? email ?? order["name"].Text() ?? "—", email, order["phone"].Text() ?? customer["phone"].Text() ?? address?.Phone);
    }
}
