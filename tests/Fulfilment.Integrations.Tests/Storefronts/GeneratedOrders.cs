using FsCheck;
using FsCheck.Fluent;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;

namespace Fulfilment.Integrations.Tests.Storefronts;

/// <summary>Orders of any shape that a platform can express: currencies with 0, 2 and 3 decimals, discounts, gift cards, pickup, digital goods, any script.</summary>
public static class GeneratedOrders
{
    private static readonly string[] Words = ["Tasse", "Étagère", "湯のみ", "كوب", "Кружка", "A & B <C>", "\"Q\""];
    private static readonly decimal[] Rates = [0, 0.055m, 0.2m];

    public static Arbitrary<OrderSnapshot> Order() => Orders().ToArbitrary();

    private static Gen<OrderSnapshot> Orders() =>
        from currency in Gen.Elements("EUR", "JPY", "KWD").Select(Currency.Of)
        from lines in Gen.Choose(1, 5).SelectMany(count => Gen.CollectToList(Enumerable.Range(1, count), index => Line(index, currency)))
        from digital in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from charges in Charges(currency, lines, digital)
        from state in Gen.Elements(PaymentState.Pending, PaymentState.Paid, PaymentState.PartiallyRefunded)
        from notes in Gen.Elements<string?>(null, "Bon anniversaire", "お誕生日おめでとう")
        select Pay(Samples.Order() with
        {
            ExternalId = "450789469",
            Lines = digital ? [.. lines.Select(line => line with { RequiresShipping = false })] : lines,
            ShipTo = digital ? null : Samples.Address,
            Shipping = digital ? null : Samples.Order().Shipping,
            Charges = charges,
            GiftMessage = notes,
        }, state);

    private static Gen<OrderLine> Line(int index, Currency currency) =>
        from word in Gen.Elements(Words)
        from quantity in Gen.Choose(0, 6)
        from price in Gen.Choose(0, 200_000)
        from percent in Gen.Elements(0, 0, 10, 33, 100)
        from rate in Gen.Elements(Rates)
        from category in Gen.Elements("engraving", "furniture", "default")
        select new OrderLine
        {
            Id = (1000 + index).ToString(null as IFormatProvider),
            Sku = $"SKU-{index}",
            Title = word,
            Category = category,
            Quantity = quantity,
            UnitPrice = new(price, currency),
            // Platforms state discounts per line: of a line that is gone nothing is known.
            UnitDiscount = Money.Round(quantity == 0 ? 0 : price * percent / 100m, currency),
            TaxRate = rate,
            Personalisation = new Dictionary<string, string> { [word] = word },
        };

    private static Gen<OrderCharges> Charges(Currency currency, IReadOnlyList<OrderLine> lines, bool digital)
    {
        var subtotal = lines.Aggregate(Money.Zero(currency), (sum, line) => sum + (line.UnitPrice - line.UnitDiscount) * line.Quantity);
        Gen<Money> Amount() => Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 9_999))).Select(minor => new Money(minor, currency));
        return
            from shipping in Amount()
            from fees in Amount()
            from tips in Amount()
            from taxes in Amount()
            from included in Gen.Elements(true, false)
            from discount in Gen.Choose(0, 50)
            from cards in Gen.Elements(0, 0, 30, 100)
            let charges = OrderCharges.None(currency) with
            {
                Shipping = digital ? Money.Zero(currency) : shipping,
                Fees = fees,
                Tips = tips,
                TaxesNotIncluded = included ? Money.Zero(currency) : taxes,
                PricesIncludeTax = included,
                OrderDiscount = Money.Round(subtotal.Minor * discount / 200m, currency),
            }
            select charges with { GiftCards = Money.Round(SnapshotTotals.Of(lines, charges).Total.Minor * cards / 100m, currency) };
    }

    private static OrderSnapshot Pay(OrderSnapshot order, PaymentState state)
    {
        var due = SnapshotTotals.Of(order).Total - order.Charges.GiftCards;
        var zero = Money.Zero(due.Currency);
        return state switch
        {
            PaymentState.Pending => order with { Payment = state, Charges = order.Charges with { GiftCards = zero, Paid = zero } },
            PaymentState.PartiallyRefunded when due.Minor >= 3 => order with { Payment = state, Charges = order.Charges with { Paid = due, Refunded = Money.Round(due.Minor / 3, due.Currency) } },
            _ => order with { Payment = PaymentState.Paid, Charges = order.Charges with { Paid = due } },
        };
    }
}
