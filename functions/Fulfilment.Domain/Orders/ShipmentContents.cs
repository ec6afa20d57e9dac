namespace Fulfilment.Domain.Orders;

/// <summary>Which goods go into which parcel.</summary>
internal static class ShipmentContents
{
    /// <summary>Per sku, in parcels that are released and were not stopped.</summary>
    public static IReadOnlyList<StockLine> Released(OrderData order) =>
        StockDemands.Sum(order.Shipments.Where(s => !s.Stopped).SelectMany(s => s.Release.Lines).Select(l => new StockLine(l.Sku, l.Quantity)));

    /// <summary>Per sku, in parcels that have left the house: no longer stock, and no longer demanded of it.</summary>
    public static IReadOnlyList<StockLine> Gone(OrderData order) =>
        StockDemands.Sum(order.Shipments.Where(s => s.SentAt is not null).SelectMany(s => s.Release.Lines).Select(l => new StockLine(l.Sku, l.Quantity)));

    /// <summary>Per sku, still to be released.</summary>
    public static IReadOnlyList<StockLine> Rest(OrderData order) => StockDemands.Minus(StockDemands.Of(order.Content), Released(order));

    /// <summary>The next parcel: all that is left, or of it what a split allocation has set apart.</summary>
    public static IReadOnlyList<ReleaseLine> Next(OrderData order)
    {
        var available = order.Stock.Complete ? null : order.Stock.Allocated.ToDictionary(l => l.Sku, l => l.Quantity);
        var parcel = new List<ReleaseLine>();
        foreach (var line in order.Content.Lines.Where(l => l.RequiresShipping))
        {
            var quantity = line.Quantity - ReleasedOf(order, line.Id);
            if (available is not null)
            {
                quantity = Math.Min(quantity, available.GetValueOrDefault(line.Sku));
                if (quantity > 0) available[line.Sku] -= quantity;
            }

            if (quantity > 0) parcel.Add(new(line.Id, line.Sku, line.Title, quantity, line.Personalisation, line.WeightGrams));
        }

        return parcel;
    }

    public static int ReleasedOf(OrderData order, string line) =>
        order.Shipments.Where(s => !s.Stopped).SelectMany(s => s.Release.Lines).Where(l => l.Id == line).Sum(l => l.Quantity);
}
