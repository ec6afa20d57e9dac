using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Scripts;

/// <summary>Puts each order's plot on the agenda.</summary>
internal static class Plays
{
    public static void Cast(Stage stage, DemoOrder order, Dice dice)
    {
        Arrivals.Play(stage, order);
        switch (order.Plot)
        {
            case Plot.Plain or Plot.Digital or Plot.Express or Plot.Relay or Plot.UnpaidExpires or Plot.BackorderWaits or Plot.ContactNever:
            case Plot.InterceptSucceeds or Plot.InterceptFails or Plot.WarehouseRejects or Plot.StepTrouble or Plot.DeliveryTrouble:
            case Plot.UpdateBeforeCreate or Plot.CancelBeforeCreate:
                break;
            case Plot.EditWins or Plot.EditAtGateWins or Plot.EditAtGateLoses or Plot.DearerEditPaid or Plot.DearerEditLapses or Plot.StaleVersion:
                EditPlays.Play(stage, order, dice);
                break;
            case Plot.BackorderSplit or Plot.BackorderDropped or Plot.BackorderCancelled or Plot.ContactConfirmed or Plot.ContactDeclined:
            case Plot.CancelledEarly or Plot.CancelTooLate or Plot.ReleasedEarly:
                CustomerPlays.Play(stage, order);
                break;
            case Plot.HeldAWhile or Plot.UnpaidThenPaid or Plot.StorefrontEdits or Plot.StorefrontEditsLate or Plot.StorefrontCancels:
                ShopPlays.Play(stage, order, dice);
                break;
            default:
                throw new InvalidOperationException($"Unknown plot {order.Plot}.");
        }

        if (order.Plot is Plot.InterceptSucceeds or Plot.InterceptFails) ShopPlays.Intercept(stage, order);
    }
}
