using FsCheck.Xunit;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class TotalsTests
{
    private static readonly Money Zero = A.Eur_(0);

    [Theory]
    [InlineData("JPY", "3000", "150", "2850")]
    [InlineData("EUR", "30.00", "1.50", "28.50")]
    [InlineData("KWD", "30.000", "1.500", "28.500")]
    public void GivenACurrency_WhenTotalled_ThenItsDigitsAreKept(string code, string lines, string discounts, string total)
    {
        var currency = Currency.Of(code);
        var line = A.Line(quantity: 3, price: code == "JPY" ? 1000 : 10, currency: currency) with { UnitDiscount = new Money(code switch { "JPY" => 50, "EUR" => 50, _ => 500 }, currency) };
        var order = A.Order(PaymentState.Pending, line) with { Charges = OrderCharges.None(currency) };
        var totals = Totals.Of(order);
        Assert.Equal((lines, discounts, total), (totals.Lines.Amount, totals.Discounts.Amount, totals.Total.Amount));
    }

    [Fact]
    public void GivenAllCharges_WhenTotalled_ThenTheEquationHolds()
    {
        var content = Content(A.Line(quantity: 2) with { UnitDiscount = A.Eur_(1) }) with
        {
            ShippingPrice = A.Eur_(5),
            Fees = A.Eur_(2),
            Tips = A.Eur_(3),
            OrderDiscount = A.Eur_(4),
            GiftCards = A.Eur_(10),
            Tax = new(false, A.Eur_(7.6m), A.Eur_(7.6m), A.Eur_(5)),
        };
        var totals = Totals.Of(content, A.Eur_(20), A.Eur_(6));
        Assert.Equal((A.Eur_(40), A.Eur_(6), A.Eur_(7.6m)), (totals.Lines, totals.Discounts, totals.TaxesNotIncluded));
        Assert.Equal(A.Eur_(40m + 5 + 2 + 3 + 7.6m - 6), totals.Total);
        Assert.Equal(totals.Total - A.Eur_(10) - A.Eur_(20) + A.Eur_(6), totals.Due);
    }

    [Fact]
    public void GivenAnOrderDiscount_WhenTheSubtotalFallsBelowIt_ThenItIsCapped()
    {
        var content = Content(A.Line(quantity: 1, price: 20m)) with { OrderDiscount = A.Eur_(50), ShippingPrice = A.Eur_(5) };
        Assert.Equal((A.Eur_(20), A.Eur_(5)), (Totals.Of(content, Zero, Zero).Discounts, Totals.Of(content, Zero, Zero).Total));
    }

    [Fact]
    public void GivenTaxOnTop_WhenAQuantityChanges_ThenTheTaxFollowsTheLine()
    {
        var content = Content(A.Line("L1", quantity: 2, price: 9.99m), A.Line("L2", quantity: 1, price: 30m) with { TaxRate = 0.055m });
        content = content with { Tax = new(false, A.Eur_(6.65m), A.Eur_(5.65m), A.Eur_(5)), ShippingPrice = A.Eur_(5) };
        Assert.Equal(A.Eur_(6.65m), Totals.Taxes(content));

        var fewer = content.Apply(new ContentChange.SetQuantity("L1", 1));
        Assert.Equal(A.Eur_(3.65m + 1.00m), Totals.Taxes(fewer));
        var express = fewer.Apply(new ContentChange.SetShipping(null, A.Eur_(10)));
        Assert.Equal(A.Eur_(3.65m + 2.00m), Totals.Taxes(express));
    }

    [Fact]
    public void GivenTaxLoweredByAnOrderDiscount_WhenALineGoes_ThenTheTaxFallsInProportion()
    {
        var content = Content(A.Line("L1", price: 50m), A.Line("L2", price: 50m)) with { Tax = new(false, A.Eur_(18), A.Eur_(20), Zero) };
        Assert.Equal(A.Eur_(18), Totals.Taxes(content));
        Assert.Equal(A.Eur_(9), Totals.Taxes(content.Apply(new ContentChange.RemoveLine("L2"))));
    }

    [Property(MaxTest = 200)]
    public void GivenAnyEdits_WhenTheyAreTakenBack_ThenTheTaxIsWhatItWas(byte[] quantities, uint charged)
    {
        var lines = new[] { A.Line("L1", quantity: 3, price: 9.99m), A.Line("L2", quantity: 2, price: 30.33m) with { TaxRate = 0.055m } };
        var order = A.Order(PaymentState.Pending, lines);
        var content = OrderContent.Of(order with { Charges = order.Charges with { PricesIncludeTax = false, TaxesNotIncluded = new Money(charged % 3000, A.Eur) } });
        var edited = quantities.Aggregate(content, (c, q) => c.Apply(new ContentChange.SetQuantity(q % 2 == 0 ? "L1" : "L2", q / 2 % 20)));
        Assert.False(Totals.Taxes(edited).IsNegative);
        var back = edited.Apply(new ContentChange.SetQuantity("L1", 3)).Apply(new ContentChange.SetQuantity("L2", 2));
        Assert.Equal(new Money(charged % 3000, A.Eur), Totals.Taxes(back));
    }

    private static OrderContent Content(params OrderLine[] lines) => OrderContent.Of(A.Order(PaymentState.Pending, lines)) with { ShippingPrice = Zero };
}
