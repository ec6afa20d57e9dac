using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

public static partial class SampleWebhooks
{
    /// <summary>A signed WooCommerce delivery ("order.created", "order.updated").</summary>
    /// <exception cref="ArgumentException">WooCommerce has no such payment state.</exception>
    public static SignedWebhook WooCommerce(OrderSnapshot order, string topic, string secret, string deliveryId)
    {
        var body = WooBody(order);
        return new($"/webhooks/woocommerce/{order.Store}", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [WooCommerceWebhooks.SignatureHeader] = WooCommerceWebhooks.Sign(secret, body),
            [WooCommerceWebhooks.TopicHeader] = topic,
            [WooCommerceWebhooks.DeliveryHeader] = deliveryId,
            ["X-WC-Webhook-Resource"] = "order",
            ["X-WC-Webhook-Source"] = $"https://{order.Store}.shop.example/",
        }, body, "application/json");
    }

    /// <summary>What WooCommerce sends, unsigned, when a hook is saved.</summary>
    public static SignedWebhook WooPing(string store, int webhookId) => new(
        $"/webhooks/woocommerce/{store}",
        new Dictionary<string, string>(),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"webhook_id={webhookId}")),
        "application/x-www-form-urlencoded");

    public static byte[] WooBody(OrderSnapshot order) => JsonSerializer.SerializeToUtf8Bytes(WooOrderOf(order), BodyJson);

    private static JsonObject WooOrderOf(OrderSnapshot order)
    {
        var (charges, totals) = (order.Charges, SnapshotTotals.Of(order));
        var byCoupon = order.Lines.All(line => line.UnitDiscount.IsZero);
        var (first, last) = SampleMath.Names(order.Customer.Name);
        var billing = WooAddressOf(order.ShipTo);
        (billing["first_name"], billing["last_name"], billing["email"], billing["phone"]) = (first, last, order.Customer.Email, order.Customer.Phone ?? "");
        var wasPaid = PaymentStates.WasPaid(order.Payment);
        return new JsonObject
        {
            ["id"] = Number(order.ExternalId),
            ["parent_id"] = 0,
            ["number"] = order.Number.TrimStart('#'),
            ["status"] = WooStatus(order),
            ["currency"] = charges.Currency.Code,
            ["version"] = "10.1.0",
            ["prices_include_tax"] = charges.PricesIncludeTax,
            ["date_created"] = WooTime(order.PlacedAt),
            ["date_created_gmt"] = WooTime(order.PlacedAt),
            ["date_modified"] = WooTime(order.UpdatedAt),
            ["date_modified_gmt"] = WooTime(order.UpdatedAt),
            ["date_paid"] = wasPaid ? WooTime(order.PlacedAt) : null,
            ["date_paid_gmt"] = wasPaid ? WooTime(order.PlacedAt) : null,
            ["discount_total"] = totals.Discounts.Amount,
            ["total_tax"] = charges.TaxesNotIncluded.Amount,
            ["total"] = (totals.Total - charges.GiftCards).Amount,
            ["billing"] = billing,
            ["shipping"] = WooAddressOf(order.ShipTo),
            ["payment_method"] = order.PaymentMethod ?? "",
            ["payment_method_title"] = order.PaymentMethod ?? "",
            ["customer_note"] = order.Note ?? "",
            ["meta_data"] = WooMeta(order),
            ["line_items"] = WooLinesOf(order, byCoupon),
            ["tax_lines"] = new JsonArray([.. Rates(order).Select(rate => new JsonObject { ["id"] = 900 + RateId(rate), ["rate_id"] = RateId(rate), ["label"] = "TVA", ["rate_percent"] = rate * 100 })]),
            ["shipping_lines"] = order.Shipping is { } shipping
                ? new JsonArray(new JsonObject { ["id"] = 9001, ["method_id"] = shipping.Code, ["method_title"] = shipping.Title, ["instance_id"] = "1", ["total"] = charges.Shipping.Amount, ["total_tax"] = "0", ["taxes"] = new JsonArray() })
                : new JsonArray(),
            ["fee_lines"] = WooFees(order, byCoupon),
            ["coupon_lines"] = byCoupon && !charges.OrderDiscount.IsZero
                ? new JsonArray(new JsonObject { ["id"] = 9101, ["code"] = "exemple", ["discount"] = charges.OrderDiscount.Amount, ["discount_tax"] = "0", ["discount_type"] = "fixed_cart" })
                : new JsonArray(),
            ["gift_cards"] = charges.GiftCards.IsZero ? new JsonArray() : new JsonArray(new JsonObject { ["id"] = 9201, ["code"] = "EXEM-PLE1", ["amount"] = charges.GiftCards.Amount }),
            ["refunds"] = charges.Refunded.IsZero ? new JsonArray() : new JsonArray(new JsonObject { ["id"] = 9301, ["reason"] = "", ["total"] = (-charges.Refunded).Amount }),
            ["needs_processing"] = order.Lines.Any(line => line.RequiresShipping),
            ["currency_symbol"] = charges.Currency.Code,
        };
    }

    private static JsonArray WooLinesOf(OrderSnapshot order, bool byCoupon)
    {
        var zero = Money.Zero(order.Charges.Currency);
        var shares = SampleMath.Spread(byCoupon ? order.Charges.OrderDiscount : zero, [.. order.Lines.Select(SampleMath.Net)]);
        return [.. order.Lines.Zip(shares, (line, share) => WooLine(line, SampleMath.Net(line) - share, order.Charges.PricesIncludeTax))];
    }

    /// <summary>Stated without tax; the tax beside it makes up the rest of a price that includes it.</summary>
    private static JsonNode WooLine(OrderLine line, Money after, bool gross)
    {
        var before = line.UnitPrice * line.Quantity;
        var (beforeTax, afterTax) = gross ? (SampleMath.Inside(before, line.TaxRate), SampleMath.Inside(after, line.TaxRate)) : (Money.Zero(before.Currency), Money.Zero(before.Currency));
        var meta = line.Personalisation.Select(pair => new JsonObject { ["id"] = 1, ["key"] = pair.Key, ["value"] = pair.Value, ["display_key"] = pair.Key, ["display_value"] = pair.Value });
        return new JsonObject
        {
            ["id"] = Number(line.Id),
            ["name"] = line.Title,
            ["product_id"] = 4001,
            ["variation_id"] = 0,
            ["quantity"] = line.Quantity,
            ["sku"] = line.Sku,
            ["price"] = line.UnitPrice.Major,
            ["subtotal"] = (before - beforeTax).Amount,
            ["subtotal_tax"] = beforeTax.Amount,
            ["total"] = (after - afterTax).Amount,
            ["total_tax"] = afterTax.Amount,
            ["taxes"] = line.TaxRate > 0 ? new JsonArray(new JsonObject { ["id"] = RateId(line.TaxRate), ["total"] = afterTax.Amount, ["subtotal"] = beforeTax.Amount }) : new JsonArray(),
            ["meta_data"] = new JsonArray([.. meta, new JsonObject { ["id"] = 2, ["key"] = "_category", ["value"] = line.Category }]),
        };
    }

    private static JsonArray WooFees(OrderSnapshot order, bool byCoupon)
    {
        (string Name, Money Amount)[] fees = [("Frais", order.Charges.Fees), ("Pourboire", order.Charges.Tips), ("Remise", byCoupon ? Money.Zero(order.Charges.Currency) : -order.Charges.OrderDiscount)];
        return [.. fees.Where(fee => !fee.Amount.IsZero).Select((fee, i) => new JsonObject { ["id"] = 9400 + i, ["name"] = fee.Name, ["total"] = fee.Amount.Amount, ["total_tax"] = "0", ["taxes"] = new JsonArray() })];
    }

    private static JsonArray WooMeta(OrderSnapshot order)
    {
        (string Name, string? Value)[] fields =
        [
            ("gift_message", order.GiftMessage), ("delivery_instructions", order.DeliveryInstructions), ("delivery_date", order.WishedDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("relay_point_id", order.RelayPoint?.Id), ("relay_point_name", order.RelayPoint?.Name), ("relay_point_carrier", order.RelayPoint?.Carrier),
        ];
        return [.. fields.Where(field => field.Value is not null).Select((field, i) => new JsonObject { ["id"] = i, ["key"] = field.Name, ["value"] = field.Value })];
    }

    private static JsonObject WooAddressOf(Address? address)
    {
        var (first, last) = SampleMath.Names(address?.Name ?? "");
        return new()
        {
            ["first_name"] = first,
            ["last_name"] = last,
            ["company"] = address?.Company ?? "",
            ["address_1"] = address?.Line1 ?? "",
            ["address_2"] = address?.Line2 ?? "",
            ["city"] = address?.City ?? "",
            ["state"] = address?.Region ?? "",
            ["postcode"] = address?.PostalCode ?? "",
            ["country"] = address?.Country ?? "",
            ["phone"] = address?.Phone ?? "",
        };
    }

    private static string WooStatus(OrderSnapshot order) => (order.Status, order.Payment) switch
    {
        (StorefrontStatus.Cancelled, _) => "cancelled",
        (StorefrontStatus.Completed, _) => "completed",
        (StorefrontStatus.Open, PaymentState.Pending) => "on-hold",
        (StorefrontStatus.Open, PaymentState.Failed) => "failed",
        (StorefrontStatus.Open, PaymentState.Paid or PaymentState.PartiallyRefunded) => "processing",
        (StorefrontStatus.Open, PaymentState.Refunded) => "refunded",
        _ => throw new ArgumentException($"WooCommerce has no payment state {order.Payment}.", nameof(order)),
    };

    private static IEnumerable<decimal> Rates(OrderSnapshot order) => order.Lines.Select(line => line.TaxRate).Where(rate => rate > 0).Distinct();

    private static int RateId(decimal rate) => (int)(rate * 1000);

    private static string WooTime(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
