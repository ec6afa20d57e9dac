using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Simulation;

/// <summary>
/// A made-up shop's orders. Every order throws its own dice, so the same seed gives the same people under every policy and on
/// every machine. The shares are assumptions, stated in docs/simulate.md; a shop's own are in its database.
/// </summary>
internal static class GeneratedWorkload
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(21);

    private static readonly StoreProfile Store = new(DemoWorld.Shop, "Maison Exemple", "fr", DemoWorld.Euro, DemoWorld.TimeZone);

    public static Workload Create(int orders, int days, int seed)
    {
        var made = Enumerable.Range(1, orders).Select(index => One(index, days, Dice.For(seed, index))).OrderBy(order => order.PlacedAt).ToList();
        return new Workload($"{orders} generated orders over {days} days, seed {seed}", made, DemoWorld.Start.AddDays(days) + Patience, GeneratedGoods.For(made, days))
        {
            HasStock = true,
            Items = DemoWorld.Products.ToDictionary(product => product.Sku, Item),
            Shipping = DemoWorld.Shipping.ToDictionary(quote => quote.Method.Code),
        };
    }

    private static SimulatedOrder One(int index, int days, Dice dice)
    {
        var placed = DemoWorld.Start.AddMinutes(Habits.PlacedAfterMinutes(dice, days));
        var snapshot = Snapshot(index, placed, dice);
        var intents = Habits.Intents(snapshot, dice).ToList();
        return new SimulatedOrder(OrderIds.Create(snapshot.Store, snapshot.Source, snapshot.ExternalId), snapshot, Store, placed, Policy: null)
        {
            Intents = intents,
            PaysAfter = dice.Chance(90) ? Habits.About(dice, TimeSpan.FromMinutes(10)) : null,
            ConfirmsAfter = dice.Chance(95) ? Habits.About(dice, TimeSpan.FromHours(3)) : null,
            Backorder = (Habits.BackorderChoice(dice), Habits.About(dice, TimeSpan.FromHours(6))),
        };
    }

    private static OrderSnapshot Snapshot(int index, DateTimeOffset placed, Dice dice)
    {
        var lines = Lines(dice);
        var service = dice.Chance(20) ? "express" : "standard";
        var shipping = DemoWorld.Shipping.Single(quote => quote.Method.Code == service);
        var total = lines.Sum(line => line.UnitPrice.Minor * line.Quantity) + shipping.Price.Minor;
        var payment = dice.Next(100) switch { < 88 => PaymentState.Paid, < 95 => PaymentState.Authorized, _ => PaymentState.Pending };
        var paid = new Money(payment == PaymentState.Paid ? total : 0, DemoWorld.Euro);
        var customer = Cast.Customer(dice, index, "fr");
        return new OrderSnapshot
        {
            Store = DemoWorld.Shop,
            Source = StorefrontKind.Own,
            ExternalId = index.ToString(CultureInfo.InvariantCulture),
            Number = $"#{1000 + index}",
            PlacedAt = placed,
            UpdatedAt = placed,
            Customer = customer,
            ShipTo = Cast.Address(dice, customer.Name),
            Shipping = shipping.Method,
            Lines = lines,
            Charges = OrderCharges.None(DemoWorld.Euro) with { Shipping = shipping.Price, Paid = paid },
            Payment = payment,
            PaymentMethod = "card",
        };
    }

    private static List<OrderLine> Lines(Dice dice)
    {
        var sold = DemoWorld.Products.Where(product => product.Ships).ToList();
        var count = dice.Next(100) switch { < 60 => 1, < 88 => 2, _ => 3 };
        var lines = new List<OrderLine>();
        while (lines.Count < count)
        {
            var product = dice.Pick(sold);
            if (lines.Any(line => line.Sku == product.Sku)) continue;
            lines.Add(new OrderLine
            {
                Id = (lines.Count + 1).ToString(CultureInfo.InvariantCulture),
                Sku = product.Sku,
                Title = product.French,
                Category = product.Category,
                Quantity = dice.Chance(80) ? 1 : 2,
                UnitPrice = Price(product),
                UnitDiscount = Money.Zero(DemoWorld.Euro),
                TaxRate = 0.2m,
                WeightGrams = product.Grams,
            });
        }

        return lines;
    }

    private static CatalogueItem Item(Product product) =>
        new(product.Sku, new Dictionary<string, string> { ["fr"] = product.French, ["en"] = product.English }, product.Category, Price(product), 0.2m, product.Grams, product.Ships);

    private static Money Price(Product product) => Money.FromMajor(product.Price, DemoWorld.Euro);
}
