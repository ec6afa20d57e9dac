using System.Text.Json.Nodes;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

/// <summary>Bodies in the shape that WooCommerce sends, with made-up content.</summary>
public class WooPayloadTests
{
    [Fact]
    public void PricesWithTax_StatedWithout_ComeBackWithIt()
    {
        var order = Mapping.Order(Mapping.Woo(Mapping.Payload("woo-included-tax")));
        var line = Assert.Single(order.Lines);

        // 70.00 for three: 23.34 each, and what is too much of it comes back as discount.
        Assert.Equal((3, "23.34 EUR", "3.34 EUR"), (line.Quantity, line.UnitPrice.ToString(), line.UnitDiscount.ToString()));
        Assert.Equal(("4.90 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR"), (order.Charges.Shipping.ToString(), order.Charges.TaxesNotIncluded.ToString(), order.Charges.OrderDiscount.ToString(), order.Charges.Fees.ToString()));
        Assert.Equal(("64.90 EUR", "64.90 EUR"), (SnapshotTotals.Of(order).Total.ToString(), order.Charges.Paid.ToString()));
        Assert.Equal((0.2m, "engraving", "MUG-ENG"), (line.TaxRate, line.Category, line.Sku));
        Assert.Equal(["Gravure"], line.Personalisation.Keys);
        Assert.Equal("2 rue de l’Essai", order.ShipTo!.Line1);
        Assert.Equal(("Анна Пример", "#727", "Sonnez deux fois", "Joyeux test"), (order.Customer.Name, order.Number, order.DeliveryInstructions, order.GiftMessage));
    }

    [Fact]
    public void GiftCardsFeesTipsAndRefunds_InYen_AllFindTheirPlace()
    {
        var order = Mapping.Order(Mapping.Woo(Mapping.Payload("woo-refunds-and-gift-card")));
        var charges = order.Charges;

        Assert.Equal(("500 JPY", "600 JPY", "400 JPY", "200 JPY", "1000 JPY"), (charges.Fees.ToString(), charges.Tips.ToString(), charges.TaxesNotIncluded.ToString(), charges.OrderDiscount.ToString(), charges.GiftCards.ToString()));
        Assert.Equal(("5300 JPY", "4300 JPY", "700 JPY"), (SnapshotTotals.Of(order).Total.ToString(), charges.Paid.ToString(), charges.Refunded.ToString()));
        Assert.Equal((PaymentState.PartiallyRefunded, 0, "5"), (order.Payment, order.Lines[1].Quantity, order.Lines[1].Sku));
        Assert.Equal("京都市", order.ShipTo!.City);
    }

    [Fact]
    public void GiftCards_NotTakenOffTheTotal_AreToldApart()
    {
        var order = Mapping.Order(Mapping.Woo(Edited("woo-refunds-and-gift-card", body => body["total"] = "5300")));

        Assert.Equal(("5300 JPY", "4300 JPY"), (SnapshotTotals.Of(order).Total.ToString(), order.Charges.Paid.ToString()));
    }

    [Theory]
    [InlineData("pending", PaymentState.Pending, StorefrontStatus.Open)]
    [InlineData("on-hold", PaymentState.Pending, StorefrontStatus.Open)]
    [InlineData("failed", PaymentState.Failed, StorefrontStatus.Open)]
    [InlineData("wc-processing", PaymentState.Paid, StorefrontStatus.Open)]
    [InlineData("completed", PaymentState.Paid, StorefrontStatus.Completed)]
    [InlineData("refunded", PaymentState.Refunded, StorefrontStatus.Open)]
    [InlineData("cancelled", PaymentState.Pending, StorefrontStatus.Cancelled)]
    public void Status_Each_IsMapped(string status, PaymentState payment, StorefrontStatus expected)
    {
        var order = Mapping.Order(Mapping.Woo(Edited("woo-included-tax", body => (body["status"], body["date_paid"]) = (status, null))));

        Assert.Equal((payment, expected), (order.Payment, order.Status));
        Assert.Equal(payment is PaymentState.Paid or PaymentState.Refunded ? "64.90 EUR" : "0.00 EUR", order.Charges.Paid.ToString());
        if (payment == PaymentState.Refunded) Assert.Equal("64.90 EUR", order.Charges.Refunded.ToString());
    }

    [Theory]
    [InlineData("checkout-draft")]
    [InlineData("auto-draft")]
    public void Draft_AnyKind_IsIgnored(string status) => Assert.IsType<IntakeAction.Ignore>(Mapping.Woo(Edited("woo-included-tax", body => body["status"] = status)));

    [Fact]
    public void Status_OfAPlugin_IsParked() => Assert.Equal("$.status", Assert.IsType<IntakeAction.Park>(Mapping.Woo(Edited("woo-included-tax", body => body["status"] = "wc-brewing"))).Path);

    [Theory]
    [InlineData("order.deleted")]
    [InlineData("customer.created")]
    public void Topic_WithoutAnOrder_IsIgnored(string topic) => Assert.IsType<IntakeAction.Ignore>(Mapping.Woo(Samples.Utf8("{\"id\":727}"), topic));

    [Fact]
    public void Pickup_LocalPickup_HasNoAddressButAParcel()
    {
        var order = Mapping.Order(Mapping.Woo(Edited("woo-included-tax", body => body["shipping_lines"]![0]!["method_id"] = "local_pickup")));

        Assert.Null(order.ShipTo);
        Assert.True(order.Lines[0].RequiresShipping);
        Assert.Equal("local-pickup", order.Shipping!.Code);
    }

    [Fact]
    public void Digital_NothingToProcess_EntersNoParcel()
    {
        var order = Mapping.Order(Mapping.Woo(Edited("woo-included-tax", body => body["needs_processing"] = false)));

        Assert.Null(order.ShipTo);
        Assert.All(order.Lines, line => Assert.False(line.RequiresShipping));
    }

    [Fact]
    public void Times_OnlyLocal_AreInTheShopsZone()
    {
        var order = Mapping.Order(Mapping.Woo(Edited("woo-included-tax", body => (body["date_created_gmt"], body["date_modified_gmt"]) = (null, null))));

        Assert.Equal(new DateTimeOffset(2026, 7, 6, 9, 10, 0, TimeSpan.Zero), order.PlacedAt);
    }

    private static byte[] Edited(string name, Action<JsonNode> edit)
    {
        var body = JsonNode.Parse(Mapping.Payload(name))!;
        edit(body);
        return Samples.Utf8(body.ToJsonString());
    }
}
