using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

internal static class EditSteps
{
    /// <summary>Gives the customer time to look at what he changed, as far as the policy allows.</summary>
    public static void ExtendGrace(Turn turn)
    {
        if (turn.State is OrderState.Open && GraceRules.Extension(turn.Order, turn.Now) is { } until) turn.Raise(new OrderEvent.GraceExtended(until));
    }
}
