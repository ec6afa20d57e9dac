using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Simulation;

/// <summary>When people order, change their minds and pay.</summary>
internal static class Habits
{
    /// <summary>Orders of each UTC hour out of the busiest one's 10.</summary>
    private static readonly int[] ByHour = [1, 1, 1, 1, 1, 1, 2, 3, 5, 6, 7, 8, 8, 6, 5, 5, 6, 7, 9, 10, 10, 8, 5, 2];

    /// <summary>Minutes after the start, with the day's rhythm.</summary>
    public static int PlacedAfterMinutes(Dice dice, int days)
    {
        while (true)
        {
            var minute = dice.Next(days * 24 * 60);
            if (dice.Next(10) < ByHour[(DemoWorld.Start.Hour + minute / 60) % 24]) return minute;
        }
    }

    /// <summary>One in seven wants a change, most within the hour, some days later; one in twenty pays by transfer, or never.</summary>
    public static IEnumerable<Intent> Intents(OrderSnapshot order, Dice dice)
    {
        if (order.Payment == PaymentState.Pending && dice.Chance(80)) yield return Transfer(order, order.PlacedAt + About(dice, TimeSpan.FromHours(5)));
        if (!dice.Chance(14)) yield break;
        var wishes = dice.Chance(20) ? 2 : 1;
        var at = order.PlacedAt;
        for (var wish = 1; wish <= wishes; wish++)
        {
            at += About(dice, TimeSpan.FromMinutes(25), spread: 1.5);
            yield return new(at, Wish($"wish-{wish}", at, order, dice));
        }
    }

    public static BackorderOption BackorderChoice(Dice dice) => dice.Next(100) switch
    {
        < 55 => BackorderOption.Wait,
        < 75 => BackorderOption.SplitShip,
        < 85 => BackorderOption.DropMissing,
        _ => BackorderOption.Cancel,
    };

    /// <summary>Log-normal around the median, to the second.</summary>
    /// <param name="spread">1: two thirds of them lie between a third of the median and three times it.</param>
    public static TimeSpan About(Dice dice, TimeSpan median, double spread = 1)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Fraction(dice))) * Math.Cos(2 * Math.PI * Fraction(dice));
        return TimeSpan.FromSeconds(Math.Round(median.TotalSeconds * Math.Exp(spread * normal)));
    }

    private static double Fraction(Dice dice) => dice.Next(1 << 30) / (double)(1 << 30);

    private static OrderCommand Wish(string id, DateTimeOffset at, OrderSnapshot order, Dice dice)
    {
        var line = dice.Pick(order.Lines);
        EditChange? change = dice.Next(100) switch
        {
            < 35 => new EditChange.ChangeAddress(Cast.Address(dice, order.Customer.Name)),
            < 50 => new EditChange.ChangeQuantity(line.Id, line.Quantity + 1),
            < 62 => order.Lines.Count > 1 ? new EditChange.RemoveLine(line.Id) : null,
            < 75 => new EditChange.ChangeGiftMessage("Bonne fête"),
            < 85 => new EditChange.AddLine("BOOK-33", 1),
            _ => null,
        };
        return change is null
            ? new OrderCommand.Cancel("changed my mind") { CommandId = id, Actor = Actor.Customer, At = at }
            : new OrderCommand.Edit([change]) { CommandId = id, Actor = Actor.Customer, At = at };
    }

    private static Intent Transfer(OrderSnapshot order, DateTimeOffset at)
    {
        var total = order.Lines.Sum(line => line.UnitPrice.Minor * line.Quantity) + order.Charges.Shipping.Minor;
        return new(at, new OrderCommand.PaymentSettled(null, new Money(total, order.Charges.Currency), "transfer") { CommandId = "transfer", Actor = Actor.System, At = at });
    }
}
