using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Stock;

namespace Fulfilment.Orchestration.Stock;

/// <summary>A demand that an order wants instead of its present one, against what it holds already.</summary>
/// <param name="Lines">Summed per sku.</param>
/// <param name="Kept">What it holds of each sku and goes on wanting: not up for grabs.</param>
/// <param name="Missing">What must be found for it, all of it.</param>
internal sealed record StockReservation(StockDemand Wanted, IReadOnlyList<StockLine> Lines, IReadOnlyDictionary<string, int> Kept, IReadOnlyList<StockLine> Missing)
{
    public static StockReservation Of(StockDemand wanted, IReadOnlyList<StockLine> lines, IEnumerable<StockLineRow> held)
    {
        var allocated = held.ToDictionary(line => line.Sku, line => line.Allocated, StringComparer.Ordinal);
        var kept = lines.ToDictionary(line => line.Sku, line => Math.Min(line.Quantity, allocated.GetValueOrDefault(line.Sku)), StringComparer.Ordinal);
        var missing = lines.Select(line => line with { Quantity = line.Quantity - kept[line.Sku] }).Where(line => line.Quantity > 0);
        return new(wanted, lines, kept, [.. missing]);
    }

    public WaitingDemand AsDemand(int overtaken) => new(Wanted.OrderId, Wanted.Version, Missing, Wanted.Priority, Wanted.PlacedAt, DemandMode.AllOrNothing, overtaken);

    /// <summary>The first sku of which there is too little, whoever else waits; null when there is enough of each.</summary>
    public StockLine? PlainlyShort(Func<string, int> free)
    {
        var plain = Missing.FirstOrDefault(line => free(line.Sku) < line.Quantity);
        return plain is null ? null : new StockLine(plain.Sku, Kept[plain.Sku] + free(plain.Sku));
    }

    /// <summary>When there is enough of each: the first sku that older orders have a right to.</summary>
    public StockLine Contested(IReadOnlyDictionary<string, int> free, IReadOnlyCollection<StockWaitingRow> waiting)
    {
        var contested = Missing.FirstOrDefault(line => Unclaimed(line.Sku) < line.Quantity) ?? Missing[0];
        return new StockLine(contested.Sku, Kept[contested.Sku] + Math.Min(Unclaimed(contested.Sku), contested.Quantity - 1));

        int Unclaimed(string sku) =>
            Math.Max(0, free[sku] - waiting.SelectMany(row => row.Lines).Where(line => line.Sku == sku).Sum(line => line.Missing));
    }
}
