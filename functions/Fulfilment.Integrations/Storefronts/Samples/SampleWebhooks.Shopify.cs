using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

public static partial class SampleWebhooks
{
    private static readonly JsonSerializerOptions BodyJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A signed Shopify delivery ("orders/create", "orders/updated", "orders/paid", "orders/cancelled").</summary>
    public static SignedWebhook Shopify(OrderSnapshot order, string topic, string secret, string deliveryId)
    {
        var body = ShopifyBody(order);
        return new($"/webhooks/shopify/{order.Store}", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [ShopifyWebhooks.SignatureHeader] = ShopifyWebhooks.Sign(secret, body),
            [ShopifyWebhooks.TopicHeader] = topic,
            [ShopifyWebhooks.DeliveryHeader] = deliveryId,
            ["X-Shopify-Shop-Domain"] = $"{order.Store}.myshopify.example",
            ["X-Shopify-API-Version"] = "2026-07",
        }, body, "application/json");
    }

    public static byte[] ShopifyBody(OrderSnapshot order) => JsonSerializer.SerializeToUtf8Bytes(ShopifyOrderOf(order), BodyJson);

    private static JsonObject ShopifyOrderOf(OrderSnapshot order)
    {
        var charges = order.Charges;
        var totals = SnapshotTotals.Of(order);
        var (first, last) = SampleMath.Names(order.Customer.Name);
        var placed = Money.Max(totals.Total, charges.Paid + charges.GiftCards);
        return new JsonObject
        {
            ["id"] = Number(order.ExternalId),
            ["admin_graphql_api_id"] = $"gid://shopify/Order/{order.ExternalId}",
            ["name"] = order.Number,
            ["created_at"] = Time(order.PlacedAt),
            ["processed_at"] = Time(order.PlacedAt),
            ["updated_at"] = Time(order.UpdatedAt),
            ["cancelled_at"] = order.Status == StorefrontStatus.Cancelled ? Time(order.UpdatedAt) : null,
            ["cancel_reason"] = order.Status == StorefrontStatus.Cancelled ? "customer" : null,
            ["currency"] = charges.Currency.Code,
            ["presentment_currency"] = charges.Currency.Code,
            ["customer_locale"] = order.Locale,
            ["email"] = order.Customer.Email ?? "",
            ["phone"] = order.Customer.Phone,
            ["customer"] = new JsonObject { ["id"] = 7700000001L, ["first_name"] = first, ["last_name"] = last, ["email"] = order.Customer.Email, ["tags"] = "" },
            ["billing_address"] = order.ShipTo is null ? null : ShopifyAddressOf(order.ShipTo),
            ["shipping_address"] = order.ShipTo is null ? null : ShopifyAddressOf(order.ShipTo),
            ["financial_status"] = ShopifyPayment(order.Payment),
            ["fulfillment_status"] = order.Status == StorefrontStatus.Completed ? "fulfilled" : null,
            ["payment_gateway_names"] = order.PaymentMethod is null ? new JsonArray() : new JsonArray(order.PaymentMethod),
            ["source_name"] = "web",
            ["tags"] = "",
            ["test"] = order.Test,
            ["note"] = order.Note,
            ["note_attributes"] = ShopifyAttributes(order),
            ["taxes_included"] = charges.PricesIncludeTax,
            ["line_items"] = ShopifyLinesOf(order),
            ["discount_applications"] = new JsonArray(
                new JsonObject { ["type"] = "automatic", ["value"] = "10.0", ["value_type"] = "percentage", ["allocation_method"] = "each", ["target_selection"] = "entitled", ["target_type"] = "line_item", ["title"] = "Offre" },
                new JsonObject { ["type"] = "discount_code", ["value"] = charges.OrderDiscount.Amount, ["value_type"] = "fixed_amount", ["allocation_method"] = "across", ["target_selection"] = "all", ["target_type"] = "line_item", ["code"] = "EXEMPLE" }),
            ["shipping_lines"] = order.Shipping is { } shipping
                ? new JsonArray(new JsonObject { ["id"] = 5500000001L, ["code"] = shipping.Code, ["title"] = shipping.Title, ["carrier_identifier"] = shipping.Carrier, ["price"] = charges.Shipping.Amount, ["discounted_price"] = charges.Shipping.Amount, ["tax_lines"] = new JsonArray() })
                : new JsonArray(),
            ["total_line_items_price"] = totals.Lines.Amount,
            ["total_discounts"] = totals.Discounts.Amount,
            ["subtotal_price"] = (totals.Lines - totals.Discounts).Amount,
            ["total_tax"] = charges.TaxesNotIncluded.Amount,
            ["current_total_tax"] = charges.TaxesNotIncluded.Amount,
            ["original_total_duties_set"] = charges.Fees.IsZero ? null : Set(charges.Fees),
            ["total_tip_received"] = charges.Tips.Amount,
            ["total_price"] = placed.Amount,
            ["total_price_set"] = Set(placed),
            ["current_total_price"] = totals.Total.Amount,
            ["current_total_price_set"] = Set(totals.Total),
            ["total_outstanding"] = Money.Max(Money.Zero(charges.Currency), totals.Due).Amount,
            ["transactions"] = ShopifyTransactions(order),
            ["refunds"] = charges.Refunded.IsZero ? new JsonArray() : new JsonArray(new JsonObject
            {
                ["id"] = 6600000001L,
                ["refund_line_items"] = new JsonArray(),
                ["order_adjustments"] = new JsonArray(),
                ["transactions"] = new JsonArray(new JsonObject { ["kind"] = "refund", ["status"] = "success", ["gateway"] = order.PaymentMethod, ["amount"] = charges.Refunded.Amount, ["currency"] = charges.Currency.Code }),
            }),
        };
    }

    private static JsonArray ShopifyLinesOf(OrderSnapshot order)
    {
        var shares = SampleMath.Spread(order.Charges.OrderDiscount, [.. order.Lines.Select(SampleMath.Net)]);
        return [.. order.Lines.Zip(shares, (line, share) => ShopifyLine(line, share))];
    }

    private static JsonNode ShopifyLine(OrderLine line, Money onOrder) => new JsonObject
    {
        ["id"] = Number(line.Id),
        ["sku"] = line.Sku,
        ["title"] = line.Title,
        ["name"] = line.Title,
        ["vendor"] = "Exemple",
        ["product_type"] = line.Category,
        ["quantity"] = line.Quantity,
        ["current_quantity"] = line.Quantity,
        ["fulfillable_quantity"] = line.Quantity,
        ["price"] = line.UnitPrice.Amount,
        ["price_set"] = Set(line.UnitPrice),
        ["grams"] = line.WeightGrams,
        ["requires_shipping"] = line.RequiresShipping,
        ["gift_card"] = false,
        ["taxable"] = line.TaxRate > 0,
        ["tax_lines"] = line.TaxRate > 0 ? new JsonArray(new JsonObject { ["title"] = "TVA", ["rate"] = line.TaxRate }) : new JsonArray(),
        ["discount_allocations"] = new JsonArray(
            new JsonObject { ["amount"] = (line.UnitDiscount * line.Quantity).Amount, ["amount_set"] = Set(line.UnitDiscount * line.Quantity), ["discount_application_index"] = 0 },
            new JsonObject { ["amount"] = onOrder.Amount, ["amount_set"] = Set(onOrder), ["discount_application_index"] = 1 }),
        ["properties"] = new JsonArray([.. line.Personalisation.Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]),
        ["origin_location"] = line.Location is null ? null : new JsonObject { ["name"] = line.Location },
    };

    private static JsonArray ShopifyAttributes(OrderSnapshot order)
    {
        (string Name, string? Value)[] fields =
        [
            ("gift_message", order.GiftMessage), ("delivery_instructions", order.DeliveryInstructions), ("delivery_date", order.WishedDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("relay_point_id", order.RelayPoint?.Id), ("relay_point_name", order.RelayPoint?.Name), ("relay_point_carrier", order.RelayPoint?.Carrier),
        ];
        return [.. fields.Where(field => field.Value is not null).Select(field => new JsonObject { ["name"] = field.Name, ["value"] = field.Value })];
    }

    private static JsonArray ShopifyTransactions(OrderSnapshot order) => order.Charges.GiftCards.IsZero ? [] :
    [
        new JsonObject { ["gateway"] = "gift_card", ["kind"] = "sale", ["status"] = "success", ["amount"] = order.Charges.GiftCards.Amount },
        new JsonObject { ["gateway"] = order.PaymentMethod, ["kind"] = "sale", ["status"] = "success", ["amount"] = order.Charges.Paid.Amount },
    ];

    private static JsonObject ShopifyAddressOf(Address address)
    {
        var (first, last) = SampleMath.Names(address.Name);
        return new()
        {
            ["first_name"] = first,
            ["last_name"] = last,
            ["name"] = address.Name,
            ["company"] = address.Company,
            ["address1"] = address.Line1,
            ["address2"] = address.Line2,
            ["city"] = address.City,
            ["province"] = address.Region,
            ["zip"] = address.PostalCode,
            ["country_code"] = address.Country,
            ["phone"] = address.Phone,
        };
    }

    private static string ShopifyPayment(PaymentState state) => state switch
    {
        PaymentState.Pending or PaymentState.Failed => "pending",
        PaymentState.Authorized => "authorized",
        PaymentState.PartiallyPaid => "partially_paid",
        PaymentState.Paid => "paid",
        PaymentState.PartiallyRefunded => "partially_refunded",
        PaymentState.Refunded => "refunded",
        PaymentState.Voided => "voided",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static JsonObject Set(Money amount) => new()
    {
        ["shop_money"] = new JsonObject { ["amount"] = amount.Amount, ["currency_code"] = amount.Currency.Code },
        ["presentment_money"] = new JsonObject { ["amount"] = amount.Amount, ["currency_code"] = amount.Currency.Code },
    };

    /// <summary>Platforms' ids are numbers; others stay text.</summary>
    private static JsonNode Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == id ? number : id;

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss+00:00", CultureInfo.InvariantCulture);
}
