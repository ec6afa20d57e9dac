using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Scripts;

/// <summary>Edits: those that win, those that lose, those that cost.</summary>
internal static class EditPlays
{
    public static void Play(Stage stage, DemoOrder order, Dice dice)
    {
        switch (order.Plot)
        {
            case Plot.EditWins:
                stage.After(order, 8, () => stage.Customer.EditAsync(order, [Free(order, dice, "a")]));
                stage.After(order, 14, () => stage.Customer.EditAsync(order, [Address(order, dice, "b"), Gift(order, "b")]));
                break;
            case Plot.EditAtGateWins:
                stage.AroundRelease(order, 0, Phase.BeforeTimers, () => stage.Customer.EditAsync(order, [Gift(order, "gate")]));
                break;
            case Plot.EditAtGateLoses:
                stage.AroundRelease(order, 0, Phase.AfterTimers, () => stage.Customer.EditAsync(order, [Gift(order, "late"), Address(order, dice, "late")]));
                break;
            case Plot.DearerEditPaid:
                stage.After(order, 9, () => stage.Customer.EditAsync(order, [new EditChange.AddLine("MUG-01", 1)]));
                if (order.Store == DemoWorld.Workshop) stage.After(order, 21, () => stage.Staff.CollectAsync(order));
                break;
            case Plot.DearerEditLapses:
                stage.After(order, 9, () => stage.Customer.EditAsync(order, [new EditChange.AddLine("BOOK-33", 2)]));
                stage.After(order, 12, () => stage.Customer.EditAsync(order, [new EditChange.AddLine("MUG-01", 1)]));
                stage.After(order, 15, () => stage.Customer.EditAsync(order, [Address(order, dice, "kept")]));
                break;
            case Plot.StaleVersion:
                stage.After(order, 7, () => StaleAsync(stage, order));
                break;
            default:
                throw new InvalidOperationException($"{order.Plot} is no plot of edits.");
        }
    }

    /// <summary>Two people edit from the same page: the second one is told that it is out of date.</summary>
    private static async Task StaleAsync(Stage stage, DemoOrder order)
    {
        var version = (await stage.ViewAsync(order)).Version;
        await stage.Staff.EditAsync(order, [Instructions(order, "first")], version);
        await stage.Staff.EditAsync(order, [Instructions(order, "second")], version);
    }

    /// <summary>A change that does not make the order dearer.</summary>
    private static EditChange Free(DemoOrder order, Dice dice, string mark) => dice.Next(4) switch
    {
        0 when order.Lines.Count > 1 => new EditChange.RemoveLine(order.Lines[1].LineId),
        0 or 1 when order.Lines[0].Quantity > 1 => new EditChange.ChangeQuantity(order.Lines[0].LineId, order.Lines[0].Quantity - 1),
        2 => new EditChange.ChangeContactDetails(Phone: $"+33 1 99 00 77 {order.Index % 100:00}"),
        _ => Instructions(order, mark),
    };

    // Every changed text bears a mark of its own: on a parcel it can be told which edit it came from.
    private static EditChange Gift(DemoOrder order, string mark) => new EditChange.ChangeGiftMessage($"Happy birthday! [{order.Index}-{mark}]");

    private static EditChange Instructions(DemoOrder order, string mark) => new EditChange.ChangeDeliveryInstructions($"Ring twice [{order.Index}-{mark}]");

    private static EditChange Address(DemoOrder order, Dice dice, string mark) => new EditChange.ChangeAddress(Cast.Marked(dice, order.Customer.Name, $"[{order.Index}-{mark}]"));
}
