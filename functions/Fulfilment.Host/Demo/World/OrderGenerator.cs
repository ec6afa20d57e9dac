using System.Globalization;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Demo.World;

/// <summary>Makes the demo's orders from its seed: every plot in turn, so that even a few orders show the essential ones.</summary>
internal static class OrderGenerator
{
    private static readonly Plot[] Plots = Enum.GetValues<Plot>();

    public static IReadOnlyList<DemoOrder> Generate(int count, int seed) => [.. Enumerable.Range(1, count).Select(index => One(index, count, seed))];

    private static DemoOrder One(int index, int count, int seed)
    {
        var dice = Dice.For(seed, index);
        var plot = Plots[(index - 1) % Plots.Length];
        var (store, source) = Shop(plot, dice);
        var language = dice.Chance(50) ? "fr" : "en";
        var customer = Cast.Customer(dice, index, language);
        var placed = PlacedAt(index, count, dice);
        var lines = Lines(plot, dice, index);
        var ships = lines.Any(line => line.Product.Ships);
        return new DemoOrder
        {
            Index = index,
            Store = store,
            Source = source,
            ExternalId = (seed % 1000 * 100_000 + 10_000 + index).ToString(CultureInfo.InvariantCulture),
            Number = $"#{1000 + index}",
            PlacedAt = placed,
            UpdatedAt = placed,
            Plot = plot,
            Noise = dice.Chance(30) ? dice.Pick([Noise.Repeated, Noise.Redelivered, Noise.BadSignature, Noise.Garbage]) : Noise.None,
            Lines = lines,
            Service = !ships ? null : plot switch { Plot.Express => "express", Plot.Relay => "relay", _ => "standard" },
            Language = language,
            Customer = customer,
            ShipTo = ships ? Cast.Address(dice, customer.Name) : null,
            // What the storefront cancelled before we ever heard of it was its own to pay back.
            Paid = plot is not (Plot.UnpaidExpires or Plot.UnpaidThenPaid or Plot.CancelBeforeCreate),
        };
    }

    /// <summary>Only the workshop collects by hand, so only there an edit's payment can fail to come.</summary>
    private static (string Store, StorefrontKind Source) Shop(Plot plot, Dice dice)
    {
        var store = plot switch
        {
            Plot.DearerEditLapses => DemoWorld.Workshop,
            Plot.DearerEditPaid => dice.Chance(50) ? DemoWorld.Shop : DemoWorld.Workshop,
            _ => dice.Chance(70) ? DemoWorld.Shop : DemoWorld.Workshop,
        };
        return (store, dice.Pick([StorefrontKind.Shopify, StorefrontKind.Woo, StorefrontKind.Own]));
    }

    /// <summary>Whole minutes, spread over the intake time in the order of the numbers.</summary>
    private static DateTimeOffset PlacedAt(int index, int count, Dice dice)
    {
        var slot = DemoWorld.Intake / count;
        var minutes = Math.Floor((slot * (index - 1)).TotalMinutes + dice.Next((int)Math.Max(1, slot.TotalMinutes)));
        return DemoWorld.Start.AddMinutes(60 + minutes);
    }

    private static List<DemoLine> Lines(Plot plot, Dice dice, int index)
    {
        string[] skus = plot switch
        {
            Plot.ContactConfirmed or Plot.ContactNever or Plot.ContactDeclined => [dice.Pick(["PEN-05", "WATCH-2"])],
            Plot.BackorderWaits or Plot.BackorderCancelled => [dice.Pick(["LAMP-4", "VASE-8"])],
            Plot.BackorderSplit or Plot.BackorderDropped => ["MUG-01", dice.Pick(["LAMP-4", "VASE-8"])],
            Plot.Digital => ["GIFT-50"],
            _ when dice.Chance(50) => [dice.Pick(["MUG-01", "BOOK-33", "CHAIR-9"]), "BOOK-41"],
            _ => [dice.Pick(["MUG-01", "BOOK-33", "BOOK-41", "CHAIR-9"])],
        };
        return [.. skus.Select((sku, i) => new DemoLine($"{index * 10 + i + 1}", sku, dice.Between(1, 3), DemoWorld.BySku[sku].Category == "engraved" ? $"Nº {index}" : null))];
    }
}
