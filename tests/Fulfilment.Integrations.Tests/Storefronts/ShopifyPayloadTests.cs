using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

/// <summary>Bodies in the shape that Shopify sends, with made-up content.</summary>
public class ShopifyPayloadTests
{
    [Fact]
    public void TestNotification_WithInconsistentFigures_IsATestOrderAtTheStatedTotal()
    {
        var order = Read("shopify-test-notification");

        Assert.True(order.Test);
        Assert.Equal((StorefrontStatus.Cancelled, PaymentState.Voided), (order.Status, order.Payment));
        Assert.Equal(("820982911946154508", "#9999"), (order.ExternalId, order.Number));
        Assert.Equal("388.00 EUR", SnapshotTotals.Of(order).Total.ToString());
        Assert.Equal("808950811", order.Lines[1].Sku);
        Assert.Equal(("Sam Sample", "BE"), (order.Customer.Name, order.ShipTo!.Country));
        Assert.Equal("generic-shipping", order.Shipping!.Code);
    }

    [Fact]
    public void HalfAnEmoji_IsParkedWithItsPath()
    {
        var body = System.Text.Encoding.UTF8.GetString(Mapping.Payload("shopify-test-notification")).Replace("\"Sam\"", "\"Sam \\ud83d\"", StringComparison.Ordinal);

        var parked = Assert.IsType<IntakeAction.Park>(Mapping.Shopify(System.Text.Encoding.UTF8.GetBytes(body)));

        Assert.StartsWith("$.", parked.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void GiftCard_BoughtWithAGiftCard_NeedsNoParcelAndStaysOpen()
    {
        var order = Read("shopify-gift-card-digital");

        Assert.Null(order.ShipTo);
        Assert.Null(order.Shipping);
        Assert.False(order.Lines[0].RequiresShipping);
        Assert.Equal(StorefrontStatus.Open, order.Status);
        Assert.Equal(("50.00 EUR", "0.00 EUR"), (order.Charges.GiftCards.ToString(), order.Charges.Paid.ToString()));
        Assert.True(SnapshotTotals.Of(order).Due.IsZero);
        Assert.Equal(["Recipient"], order.Lines[0].Personalisation.Keys);
        Assert.Equal(("Mina Muster", "mina@example.com"), (order.Customer.Name, order.Customer.Email));
    }

    [Fact]
    public void PartlyRefunded_EditedOrder_CountsWhatIsLeft()
    {
        var order = Read("shopify-partly-refunded");

        Assert.Equal([1, 1, 0], order.Lines.Select(line => line.Quantity));
        Assert.Equal(["30.00 EUR", "31.00 EUR", "10.00 EUR"], order.Lines.Select(line => line.UnitPrice.ToString()));
        Assert.Equal("5.00 EUR", order.Lines[0].UnitDiscount.ToString());
        Assert.Equal("5.00 EUR", order.Charges.Shipping.ToString());
        Assert.Equal(("60.00 EUR", "133.20 EUR"), (order.Charges.Refunded.ToString(), order.Charges.Paid.ToString()));
        Assert.Equal("73.20 EUR", SnapshotTotals.Of(order).Total.ToString());
        Assert.True(SnapshotTotals.Of(order).Due.IsZero);
        Assert.Equal(["furniture", "furniture", "furniture"], order.Lines.Select(line => line.Category));
        Assert.Equal(["Utrecht", "Gent"], order.Lines.Take(2).Select(line => line.Location));
        Assert.Equal(("Veel plezier", new DateOnly(2026, 7, 14)), (order.GiftMessage, order.WishedDate));
        Assert.Equal(("NL", "express"), (order.ShipTo!.Country, order.Shipping!.Code));
        Assert.Equal(PaymentState.PartiallyRefunded, order.Payment);
    }

    [Theory]
    [InlineData("pending", PaymentState.Pending, "0.00 EUR")]
    [InlineData("authorized", PaymentState.Authorized, "0.00 EUR")]
    [InlineData("partially_paid", PaymentState.PartiallyPaid, "20.00 EUR")]
    [InlineData("paid", PaymentState.Paid, "50.00 EUR")]
    [InlineData("expired", PaymentState.Voided, "0.00 EUR")]
    public void FinancialStatus_Each_SaysWhatWasPaid(string status, PaymentState expected, string paid)
    {
        var order = Mapping.Order(Mapping.Shopify(Edited("shopify-gift-card-digital", body =>
        {
            body["financial_status"] = status;
            body["payment_gateway_names"] = new JsonArray("shopify_payments");
            body["total_outstanding"] = "30.00";
        })));

        Assert.Equal((expected, paid), (order.Payment, order.Charges.Paid.ToString()));
    }

    [Fact]
    public void Fulfilled_ShippedElsewhere_IsCompleted() => Assert.Equal(StorefrontStatus.Completed, Mapping.Order(Mapping.Shopify(Edited("shopify-partly-refunded", body => body["fulfillment_status"] = "fulfilled"))).Status);

    [Fact]
    public void Goodwill_MoneyBackWithoutGoodsBack_LeavesThePriceAndTheRefund()
    {
        var order = Mapping.Order(Mapping.Shopify(Edited("shopify-gift-card-digital", body =>
        {
            body["financial_status"] = "partially_refunded";
            body["current_total_price"] = "50.00";
            body["refunds"] = JsonNode.Parse("""[{"refund_line_items":[],"transactions":[{"kind":"refund","status":"success","amount":"8.00"}]}]""");
        })));

        Assert.Equal(("50.00 EUR", "50.00 EUR", "8.00 EUR"), (SnapshotTotals.Of(order).Total.ToString(), (order.Charges.Paid + order.Charges.GiftCards).ToString(), order.Charges.Refunded.ToString()));
    }

    [Theory]
    [InlineData("$.line_items[0].price", "\"abc\"")]
    [InlineData("$.line_items[0].price", "null")]
    [InlineData("$.line_items[0].quantity", "-1")]
    [InlineData("$.line_items[0].id", "null")]
    [InlineData("$.line_items", "{}")]
    [InlineData("$.currency", "\"EURO\"")]
    [InlineData("$.created_at", "\"soon\"")]
    [InlineData("$.financial_status", "\"bartered\"")]
    [InlineData("$.total_price", "\"-1\"")]
    [InlineData("$.id", "null")]
    public void Fault_InABody_IsParkedWithItsPath(string path, string value)
    {
        var action = Mapping.Shopify(Edited("shopify-gift-card-digital", body =>
        {
            if (path.Contains("created", StringComparison.Ordinal)) body["processed_at"] = null;
            if (path.StartsWith("$.line_items[0].", StringComparison.Ordinal)) body["line_items"]![0]![path[(path.LastIndexOf('.') + 1)..]] = JsonNode.Parse(value);
            else body[path[2..]] = JsonNode.Parse(value);
        }));

        Assert.Equal(path, Assert.IsType<IntakeAction.Park>(action).Path);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void Body_ThatIsNoOrder_IsParked(string body) => Assert.IsType<IntakeAction.Park>(Mapping.Shopify(Samples.Utf8(body)));

    [Theory]
    [InlineData("orders/edited")]
    [InlineData("products/update")]
    [InlineData("")]
    public void Topic_WithoutAnOrder_IsIgnoredWhateverTheBody(string topic) => Assert.IsType<IntakeAction.Ignore>(Mapping.Shopify(Samples.Utf8("{}"), topic));

    [Fact]
    public void UpdatedAt_WithinOneSecond_RisesWithTheOrdersProgress()
    {
        DateTimeOffset At(string status) => Mapping.Order(Mapping.Shopify(Edited("shopify-gift-card-digital", body => body["financial_status"] = status))).UpdatedAt;

        Assert.True(At("pending") < At("authorized") && At("authorized") < At("paid") && At("paid") < At("refunded"));
        Assert.True(At("refunded") < new DateTimeOffset(2026, 7, 6, 9, 15, 4, TimeSpan.Zero));
    }

    [Fact]
    public void Category_FromTables_BeforeTagsThePolicyKnows()
    {
        OrderSnapshot With(StorefrontSettings settings) => Mapping.Order(Mapping.Shopify(Mapping.Payload("shopify-partly-refunded"), store: Samples.Store with { Storefront = settings }));

        Assert.Equal("engraving", With(new() { SkuCategories = new Dictionary<string, string> { ["table"] = "Engraving" } }).Lines[0].Category);
        Assert.Equal("loyal", With(new() { CategoryAliases = new Dictionary<string, string> { ["vip"] = "loyal" } }).Lines[0].Category);
        Assert.Equal("slow", With(new() { ShippingAliases = new Dictionary<string, string> { ["exp"] = "slow" } }).Shipping!.Code);
    }

    private static OrderSnapshot Read(string name) => Mapping.Order(Mapping.Shopify(Mapping.Payload(name)));

    private static byte[] Edited(string name, Action<JsonNode> edit)
    {
        var body = JsonNode.Parse(Mapping.Payload(name))!;
        edit(body);
        return Samples.Utf8(body.ToJsonString());
    }
}
