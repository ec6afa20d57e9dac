using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Pages.Shared;

namespace Fulfilment.Web.Pages.Staff;

/// <param name="Timeline">Newest first.</param>
/// <param name="Receipts">Newest first.</param>
/// <param name="Forms">Null when nothing of the order can be edited.</param>
/// <param name="NewLink">A customer link that was just made; shown once.</param>
public sealed record OrderModel(
    StaffFrame Frame, OrderView Order, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<Receipt> Receipts, IReadOnlyList<MailLogEntry> Mails,
    IReadOnlyList<PaymentEntry> Payments, ReceiptNoticeModel Notice, EditFormsModel? Forms, string? NewLink = null)
{
    /// <summary>Since when the order lives on another host; null: it is here.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    public string Zone => Frame.Zone(Order.Store);

    public string CommandPath => $"/staff/orders/{Order.Id}/commands";

    /// <summary>Whether the signed-in role may send it at all; the order still decides.</summary>
    public bool May<TCommand>() where TCommand : OrderCommand => TransitionTable.MaySend(Frame.Caller.Actor.Kind, typeof(TCommand));

    public bool IsOpen => Order.ReleasedAt is null && !Order.IsTerminal;
}
