namespace Fulfilment.Domain.Orders;

internal static class EditNeeds
{
    /// <summary>What this edit must know from outside; null when nothing.</summary>
    public static FactsRequest? Of(OrderData order, OrderCommand.Edit c)
    {
        var skus = c.Changes.OfType<EditChange.AddLine>().Select(a => a.Sku).Distinct().ToList();
        var shipping = c.Changes.OfType<EditChange.ChangeShippingMethod>().SingleOrDefault()?.Code;
        var address = c.Changes.OfType<EditChange.ChangeAddress>().SingleOrDefault()?.Address;
        var reserve = Reserve(order, c);
        if (skus.Count == 0 && shipping is null && address is null && reserve is null) return null;
        return new() { Store = order.Store.Id, Skus = skus, ShippingMethod = shipping, CheckAddress = address, Reserve = reserve };
    }

    /// <summary>The whole new demand, when it asks for more of anything. Lines to be added count as goods until the catalogue says otherwise.</summary>
    private static StockDemand? Reserve(OrderData order, OrderCommand.Edit c)
    {
        if (order.BlockedAsTest) return null;
        var content = order.Content.Apply(c.Changes.Select(Known).OfType<ContentChange>());
        var added = c.Changes.OfType<EditChange.AddLine>().Select(a => new StockLine(a.Sku, a.Quantity));
        var wanted = StockDemands.Sum([.. StockDemands.Of(content), .. added]);
        return StockDemands.IsWithin(wanted, order.Stock.Lines) ? null : StockDemands.Demand(order, order.Stock.Version + 1, wanted, DemandMode.AllOrNothing);
    }

    private static ContentChange? Known(EditChange change) => change switch
    {
        EditChange.RemoveLine c => new ContentChange.RemoveLine(c.Line),
        EditChange.ChangeQuantity c => new ContentChange.SetQuantity(c.Line, c.Quantity),
        _ => null,
    };
}
