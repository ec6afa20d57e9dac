using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fulfilment.Domain;
using Fulfilment.Integrations.Storefronts;

namespace Fulfilment.Integrations.Tests.Storefronts;

/// <summary>Discounts that no unit can carry evenly, and refunds of some units: the parts must still explain the platform's total by themselves.</summary>
[Properties(Arbitrary = [typeof(GeneratedBills)], MaxTest = 200)]
public class ShopifyTotalsTests
{
    [Property]
    public void Total_AnyDiscountsAndRefunds_IsShopifysToTheMinorUnit(Bill bill)
    {
        var order = Mapping.Order(Mapping.Shopify(bill.Body()));

        Assert.Equal(bill.Total, SnapshotTotals.Of(order).Total.Minor);
        Assert.Equal(0, order.Charges.Fees.Minor);
        Assert.True(order.Charges.OrderDiscount.Minor < Math.Max(1, order.Lines.Sum(line => line.Quantity)), "Only what units cannot express may be left to the order.");
        Assert.Equal(bill.Refunded, order.Charges.Refunded.Minor);
        Assert.Equal(0, SnapshotTotals.Of(order).Due.Minor);
        Assert.All(order.Lines, line => Assert.True(!line.UnitDiscount.IsNegative && line.UnitDiscount <= line.UnitPrice));
    }
}

/// <summary>Amounts in minor units.</summary>
public sealed record BillLine(int Quantity, int Refunded, decimal Price, decimal Discount)
{
    public decimal Net => Price * Quantity - Discount;
    public decimal RefundedNet => Quantity == Refunded ? Net : Quantity == 0 ? 0 : Math.Round(Net * Refunded / Quantity);
}

public sealed record Bill(string Currency, IReadOnlyList<BillLine> Lines, decimal Shipping, decimal Tax, bool TaxIncluded)
{
    public decimal Refunded => Lines.Sum(line => line.RefundedNet);
    public decimal Total => Lines.Sum(line => line.Net - line.RefundedNet) + Shipping + (TaxIncluded ? 0 : Tax);

    public byte[] Body()
    {
        var lines = Lines.Select((line, i) => (JsonNode)new JsonObject
        {
            ["id"] = i + 1,
            ["sku"] = $"S{i}",
            ["title"] = "T",
            ["quantity"] = line.Quantity,
            ["price"] = Text(line.Price),
            ["requires_shipping"] = true,
            ["discount_allocations"] = new JsonArray(new JsonObject { ["amount"] = Text(line.Discount) }),
        });
        var refunds = Lines.Select((line, i) => (line, i)).Where(x => x.line.Refunded > 0).Select(x => (JsonNode)new JsonObject
        {
            ["line_item_id"] = x.i + 1,
            ["quantity"] = x.line.Refunded,
            ["subtotal"] = Text(x.line.RefundedNet),
            ["total_tax"] = "0",
        });
        return Samples.Utf8(new JsonObject
        {
            ["id"] = 1,
            ["name"] = "#1",
            ["currency"] = Currency,
            ["created_at"] = "2026-07-06T09:00:00Z",
            ["taxes_included"] = TaxIncluded,
            ["total_tax"] = Text(Tax),
            ["financial_status"] = "paid",
            ["total_price"] = Text(Total + Refunded),
            ["current_total_price"] = Text(Total),
            ["line_items"] = new JsonArray([.. lines]),
            ["shipping_lines"] = new JsonArray(new JsonObject { ["title"] = "S", ["price"] = Text(Shipping) }),
            ["refunds"] = new JsonArray(new JsonObject
            {
                ["refund_line_items"] = new JsonArray([.. refunds]),
                ["transactions"] = new JsonArray(new JsonObject { ["kind"] = "refund", ["status"] = "success", ["amount"] = Text(Refunded) }),
            }),
        }.ToJsonString());
    }

    private string Text(decimal minor) => (minor / Domain.Currency.Of(Currency).MinorPerMajor).ToString(CultureInfo.InvariantCulture);
}

public static class GeneratedBills
{
    public static Arbitrary<Bill> Bill() => (
        from currency in Gen.Elements("EUR", "JPY", "BHD")
        from count in Gen.Choose(1, 4)
        from lines in Line().ListOf(count)
        from shipping in Gen.Choose(0, 2000)
        from tax in Gen.Choose(0, 3000)
        from included in Gen.Elements(true, false)
        select new Bill(currency, [.. lines], shipping, tax, included)).ToArbitrary();

    private static Gen<BillLine> Line() =>
        from quantity in Gen.Choose(0, 7)
        from refunded in Gen.Choose(0, quantity)
        from price in Gen.Choose(1, 9_999)
        from discount in Gen.Choose(0, price * quantity)
        select new BillLine(quantity, refunded, price, discount);
}
