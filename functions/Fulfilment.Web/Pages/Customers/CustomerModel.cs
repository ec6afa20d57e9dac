using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Pages.Shared;

namespace Fulfilment.Web.Pages.Customers;

/// <param name="Base">The link's path ("/o/…").</param>
/// <param name="Receipts">The customer's own, newest first.</param>
public sealed record CustomerModel(
    OrderView Order, StoreSettings Store, Lang L, string Base, string FormToken, IReadOnlyList<Receipt> Receipts, ReceiptNoticeModel Notice,
    EditFormsModel Forms, DateTimeOffset Now)
{
    /// <summary>Since when the order lives on another host; null: it is here.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    public string Zone => Store.Profile.TimeZone;

    public bool May(string command) => Order.CustomerCommands.Contains(command);

    /// <summary>Path of a form, in the language that is on show.</summary>
    public string Path(string rest) => $"{Base}{rest}?lang={L.Code}";
}
