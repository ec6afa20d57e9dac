using FsCheck.Xunit;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

/// <summary>Any order, told by any platform, arrives as it was: above all its money.</summary>
[Properties(Arbitrary = [typeof(GeneratedOrders)], MaxTest = 150)]
public class RoundTripTests
{
    [Property]
    public void Totals_AnyOrder_AreTheDomains(OrderSnapshot order) => Assert.Equal(Totals.Of(order), SnapshotTotals.Of(order));

    [Property]
    public void Own_AnyOrder_ComesBackWhole(OrderSnapshot order)
    {
        var action = new OwnWebhooks().Remap(new("own", "demo", "order", "d1", SampleWebhooks.OwnBody(order), Samples.Now), Samples.Store, Samples.Policy);

        Assert.Equal(Mapping.Comparable(order), Mapping.Comparable(Mapping.Order(action)));
    }

    [Property]
    public void Shopify_AnyOrder_ComesBackWhole(OrderSnapshot order) =>
        Assert.Equal(Mapping.Comparable(order), Mapping.Comparable(Mapping.Order(Mapping.Shopify(SampleWebhooks.ShopifyBody(order)))));

    [Property]
    public void Woo_AnyOrder_ComesBackWithTheSameMoney(OrderSnapshot order)
    {
        var mapped = Mapping.Order(Mapping.Woo(SampleWebhooks.WooBody(order)));

        Assert.Equal(SnapshotTotals.Of(order).Total, SnapshotTotals.Of(mapped).Total);
        Assert.Equal(order.Charges, mapped.Charges);
        Assert.Equal(
            order.Lines.Where(line => line.Quantity > 0).Select(line => (line.Id, line.Quantity, line.UnitPrice, line.UnitDiscount)),
            mapped.Lines.Where(line => line.Quantity > 0).Select(line => (line.Id, line.Quantity, line.UnitPrice, line.UnitDiscount)));
        Assert.Equal(order.ShipTo, mapped.ShipTo);
        Assert.Equal(order.Payment, mapped.Payment);
    }
}
