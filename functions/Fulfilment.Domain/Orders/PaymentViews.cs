namespace Fulfilment.Domain.Orders;

internal static class PaymentViews
{
    /// <summary>Id of the refund that an open order will owe at its release.</summary>
    private const string AtRelease = "at-release";

    public static IReadOnlyList<PaymentView> Of(OrderState state)
    {
        var order = state.Data;
        var listed = order.Money.Entries.Select(e => new PaymentView(e.Id, e.Kind == PaymentKind.Charge ? "charge" : "refund", e.Amount, StatusOf(e.Status), e.Reference));
        var credit = PaymentRules.Credit(order);
        return state is OrderState.Open && credit.IsPositive ? [.. listed, new(AtRelease, "refund", credit, "due", null)] : [.. listed];
    }

    private static string StatusOf(PaymentStatus status) => status switch
    {
        PaymentStatus.Requested => "requested",
        PaymentStatus.Authorised => "authorised",
        PaymentStatus.Settled => "settled",
        PaymentStatus.Failed => "failed",
        PaymentStatus.Void => "void",
        _ => throw new InvalidOperationException($"Unknown payment status {status}."),
    };
}
