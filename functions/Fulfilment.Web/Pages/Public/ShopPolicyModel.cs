using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Pages.Public;

public sealed record ShopPolicyModel(StoreSettings Store, ReleasePolicy Policy, IReadOnlyList<ShippingQuote> Services, Lang L);

/// <param name="Title">The product's, or its sku when the catalogue does not know it.</param>
public sealed record StockStateModel(StoreSettings Store, Lang L, string Sku, string Title, int Free, ExpectedArrival? Next);
