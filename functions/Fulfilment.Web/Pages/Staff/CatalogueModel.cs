using Fulfilment.Domain.Orders;
using Fulfilment.Web.Catalogue;

namespace Fulfilment.Web.Pages.Staff;

/// <param name="Faults">Of an import that was refused.</param>
public sealed record CatalogueModel(
    StaffFrame Frame, string Store, string? Search, IReadOnlyList<CatalogueItem> Items, IReadOnlyList<ShippingQuote> Services, string? Next, IReadOnlyList<ImportFault> Faults);
