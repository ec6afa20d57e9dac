using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Editing;

namespace Fulfilment.Web.Pages.Shared;

/// <param name="Changes">JSON of the changes, carried through the confirming form.</param>
/// <param name="ConfirmPath">Where the confirming form goes.</param>
public sealed record PreviewModel(OrderView Order, StoreSettings Store, Lang L, EditPreview Preview, string Changes, string ConfirmPath, string BackPath, string FormToken, bool Staff);
