using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Scripts;

/// <summary>What customers decide besides editing.</summary>
internal static class CustomerPlays
{
    public static void Play(Stage stage, DemoOrder order)
    {
        var customer = stage.Customer;
        switch (order.Plot)
        {
            case Plot.BackorderSplit:
                stage.After(order, 50, () => customer.ChooseAsync(order, BackorderOption.SplitShip));
                break;
            case Plot.BackorderDropped:
                stage.After(order, 50, () => customer.ChooseAsync(order, BackorderOption.DropMissing));
                break;
            case Plot.BackorderCancelled:
                stage.After(order, 50, () => customer.ChooseAsync(order, BackorderOption.Cancel));
                break;
            case Plot.ContactConfirmed:
                stage.After(order, 185, () => customer.ConfirmContactAsync(order));
                break;
            case Plot.ContactDeclined:
                stage.After(order, 200, () => customer.DeclineContactAsync(order));
                break;
            case Plot.CancelledEarly:
                stage.After(order, 11, () => customer.CancelAsync(order));
                break;
            case Plot.CancelTooLate:
                stage.AroundRelease(order, 0, Phase.AfterTimers, () => customer.CancelAsync(order));
                break;
            case Plot.ReleasedEarly:
                stage.After(order, 6, () => customer.ReleaseNowAsync(order));
                break;
            default:
                throw new InvalidOperationException($"{order.Plot} is no plot of the customer.");
        }
    }
}
