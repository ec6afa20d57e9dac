using Fulfilment.Domain.Orders;

namespace Fulfilment.Web.Pages.Shared;

/// <summary>What the edit forms of customers and staff need.</summary>
/// <param name="PreviewPath">Where a form goes; nothing is changed by it.</param>
/// <param name="Products">What can be added.</param>
public sealed record EditFormsModel(
    OrderView Order, Lang L, string PreviewPath, string FormToken, IReadOnlyList<ChangeKind> Allowed, IReadOnlyList<CatalogueItem> Products, IReadOnlyList<ShippingQuote> Services);
