using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Stock;

/// <summary>Tells orders, in the transaction of the operation, what they got and what they wait for.</summary>
internal sealed class StockNews(IStockRows rows, string store, string key)
{
    private readonly SortedSet<string> _concerned = new(StringComparer.Ordinal);
    private string? _left;

    /// <summary>The order's demand was set: it is answered in any case.</summary>
    public void Asked(string orderId) => _concerned.Add(orderId);

    public void Granted(string orderId) => _concerned.Add(orderId);

    /// <summary>Not to be told.</summary>
    public void Leave(string orderId) => _left = orderId;

    public void Tell(IReadOnlyCollection<string> skus)
    {
        foreach (var orderId in _concerned) TellAllocated(orderId);
        var waiting = rows.Waiting(skus);
        var forecasts = StockForecast.For(waiting, rows.Free, rows.Expected);
        foreach (var row in waiting.OrderBy(row => row.Demand.OrderId, StringComparer.Ordinal)) TellExpected(row.Demand, forecasts[row.Demand.OrderId]);
    }

    /// <summary>For an order that holds nothing and waits behind all others: nothing has changed for those.</summary>
    public void TellLast(string orderId)
    {
        var row = new StockWaitingRow(rows.Demand(orderId)!, rows.Lines(orderId));
        TellExpected(row.Demand, StockForecast.ForLast(row, sku => rows.Queue(sku).Missing, rows.Free, rows.Expected));
    }

    /// <summary>Names all that the order holds now, not what it got this time: a repeat or a loss of order does no harm.</summary>
    private void TellAllocated(string orderId)
    {
        var lines = rows.Lines(orderId);
        var complete = lines.All(line => line.Missing == 0);
        if (complete) rows.EndWait(orderId);
        var held = lines.Where(line => line.Allocated > 0).Select(line => new StockLine(line.Sku, line.Allocated)).ToList();
        if (held.Count == 0 || orderId == _left) return;
        var version = rows.Demand(orderId)?.Version ?? throw new InvalidDataException($"{orderId} holds stock of {store} without a demand.");
        rows.Tell(orderId, new OrderCommand.StockAllocated(version, complete, held) { CommandId = CommandId("allocated", orderId), Actor = Actor.System, At = rows.Now });
    }

    private void TellExpected(StockDemandRow demand, StockForecast forecast)
    {
        var told = JsonSerializer.Serialize(forecast, DomainJson.Options);
        if (told == demand.Told) return;
        rows.PutTold(demand.OrderId, told);
        rows.Tell(demand.OrderId, new OrderCommand.StockExpected(demand.Version, forecast.Missing, forecast.Eta)
        {
            CommandId = CommandId("expected", demand.OrderId),
            Actor = Actor.System,
            At = rows.Now,
        });
    }

    /// <summary>The same whenever the operation is repeated.</summary>
    private string CommandId(string what, string orderId) =>
        CommandIds.Internal("stock-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store}|{key}|{what}|{orderId}")))[..40]);
}
