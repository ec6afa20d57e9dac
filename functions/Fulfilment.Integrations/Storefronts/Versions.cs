using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// The updated time of a platform whose times have whole seconds only. An order is often created, paid and completed within one
/// second; by the time alone the later snapshots would count as old news and the payment would be lost. Within a second an order
/// only moves forward, so its progress is added as milliseconds.
/// </summary>
internal static class Versions
{
    public static DateTimeOffset Stamp(DateTimeOffset updatedAt, PaymentState payment, StorefrontStatus status, int refunds) =>
        updatedAt.Ticks % TimeSpan.TicksPerSecond == 0
            ? updatedAt.AddMilliseconds(Progress(payment) * 30 + Progress(status) * 10 + Math.Min(refunds, 9))
            : updatedAt;

    private static int Progress(PaymentState payment) => payment switch
    {
        PaymentState.Pending => 0,
        PaymentState.Failed => 1,
        PaymentState.Authorized => 2,
        PaymentState.PartiallyPaid => 3,
        PaymentState.Paid => 4,
        PaymentState.PartiallyRefunded => 5,
        PaymentState.Refunded => 6,
        PaymentState.Voided => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(payment), payment, null),
    };

    private static int Progress(StorefrontStatus status) => status switch
    {
        StorefrontStatus.Open => 0,
        StorefrontStatus.Completed => 1,
        StorefrontStatus.Cancelled => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
