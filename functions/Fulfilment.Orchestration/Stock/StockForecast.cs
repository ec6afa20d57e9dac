using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Stock;

/// <summary>What a waiting order still lacks and when that is expected.</summary>
/// <param name="Eta">When the last of it is there; null when more is missing than is expected.</param>
internal sealed record StockForecast(IReadOnlyList<StockLine> Missing, DateTimeOffset? Eta)
{
    /// <summary>Serves the queue in its order, first from what is free, then from what is expected, earliest first.</summary>
    public static IReadOnlyDictionary<string, StockForecast> For(IEnumerable<StockWaitingRow> waiting, Func<string, int> free, Func<string, List<(DateTimeOffset Eta, int Quantity)>> expected)
    {
        var supplies = new Dictionary<string, Supply>(StringComparer.Ordinal);
        var forecasts = new Dictionary<string, StockForecast>(StringComparer.Ordinal);
        foreach (var row in waiting.OrderByDescending(row => row.Demand.Priority).ThenBy(row => row.Demand.PlacedAt).ThenBy(row => row.Demand.OrderId, StringComparer.Ordinal))
            forecasts.Add(row.Demand.OrderId, Serve(row, sku => supplies.TryGetValue(sku, out var supply) ? supply : supplies[sku] = new Supply(free(sku), expected(sku))));
        return forecasts;
    }

    /// <summary>The same for one order that comes after all others who wait for its skus: how much those lack is all that matters of them.</summary>
    /// <param name="queued">What all who wait lack of the sku, the order included.</param>
    public static StockForecast ForLast(StockWaitingRow row, Func<string, int> queued, Func<string, int> free, Func<string, List<(DateTimeOffset Eta, int Quantity)>> expected)
    {
        var own = row.Lines.ToDictionary(line => line.Sku, line => line.Missing, StringComparer.Ordinal);
        return Serve(row, sku =>
        {
            var supply = new Supply(free(sku), expected(sku));
            supply.Serve(queued(sku) - own[sku]);
            return supply;
        });
    }

    private static StockForecast Serve(StockWaitingRow row, Func<string, Supply> supplies)
    {
        var missing = new List<StockLine>();
        DateTimeOffset? latest = DateTimeOffset.MinValue;
        foreach (var line in row.Lines)
        {
            var supply = supplies(line.Sku);
            var lacking = line.Missing - supply.TakeFree(line.Missing);
            if (lacking == 0) continue;
            missing.Add(new StockLine(line.Sku, lacking));
            var eta = supply.TakeExpected(lacking);
            latest = eta is null || latest is null ? null : eta > latest ? eta : latest;
        }

        return new(missing, latest);
    }

    private sealed class Supply(int free, List<(DateTimeOffset Eta, int Quantity)> expected)
    {
        private readonly Queue<(DateTimeOffset Eta, int Quantity)> _expected = new(expected);
        private int _free = free;
        private (DateTimeOffset Eta, int Quantity) _next;

        public int TakeFree(int wanted)
        {
            var taken = Math.Min(_free, wanted);
            _free -= taken;
            return taken;
        }

        public void Serve(int wanted)
        {
            var lacking = wanted - TakeFree(wanted);
            if (lacking > 0) TakeExpected(lacking);
        }

        /// <summary>When the last unit of so many comes; null when they never all do.</summary>
        public DateTimeOffset? TakeExpected(int wanted)
        {
            while (true)
            {
                var taken = Math.Min(_next.Quantity, wanted);
                _next.Quantity -= taken;
                wanted -= taken;
                if (wanted == 0) return _next.Eta;
                if (!_expected.TryDequeue(out _next)) return null;
            }
        }
    }
}
