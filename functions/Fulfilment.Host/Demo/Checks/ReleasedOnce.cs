using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>Each shipment reaches the warehouse once, and all shipments together hold no more than the order.</summary>
internal static class ReleasedOnce
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var twice in evidence.Releases.GroupBy(e => (e.Release.OrderId, e.Release.Shipment)).Where(g => g.Count() > 1))
            yield return $"shipment {twice.Key.Shipment} of {twice.Key.OrderId} was released {twice.Count()} times";
        foreach (var order in evidence.Releases.Select(e => e.Release).GroupBy(r => r.OrderId, StringComparer.Ordinal))
        {
            if (!evidence.Orders.TryGetValue(order.Key, out var view))
            {
                yield return $"{order.Key} was released and is not in the database";
                continue;
            }

            var ordered = view.Lines.GroupBy(l => l.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(l => l.Quantity), StringComparer.Ordinal);
            foreach (var line in order.SelectMany(r => r.Lines).GroupBy(l => l.Id, StringComparer.Ordinal))
            {
                var units = line.Sum(l => l.Quantity);
                if (units > ordered.GetValueOrDefault(line.Key)) yield return $"{units} of line {line.Key} of {order.Key} were released, and {ordered.GetValueOrDefault(line.Key)} ordered";
            }
        }
    }
}
