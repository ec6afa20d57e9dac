using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

internal static class PaymentStates
{
    /// <summary>All that was owed came in at some time. An authorisation has moved no money yet.</summary>
    public static bool WasPaid(PaymentState state) => state switch
    {
        PaymentState.Paid or PaymentState.PartiallyRefunded or PaymentState.Refunded => true,
        PaymentState.Pending or PaymentState.Authorized or PaymentState.PartiallyPaid or PaymentState.Voided or PaymentState.Failed => false,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
