using System.Security.Cryptography;
using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Stock;

/// <summary>Tells orders, in the transaction of the operation, what they got and what they wait for.</summary>
internal sealed class StockNews(EngineTransaction tx, string store, string key)
{
    private readonly SortedSet<string> _concerned = new(StringComparer.Ordinal);
    private string? _left;

    /// <summary>The order's demand was set: it is answered in any case.</summary>
    public void Asked(string orderId) => _concerned.Add(orderId);

    public void Granted(string orderId) => _concerned.Add(orderId);

    /// <summary>Not to be told.</summary>
    public void Leave(string orderId) => _left = orderId;

    public void Tell(StockTables tables, IReadOnlyCollection<string> skus)
    {
        foreach (var orderId in _concerned) TellAllocated(tables, orderId);
        var waiting = tables.Waiting(skus);
        var forecasts = StockForecast.For(waiting, tables.Free, tables.Expected);
        foreach (var row in waiting.OrderBy(row => row.Demand.OrderId, StringComparer.Ordinal)) TellExpected(tables, row.Demand, forecasts[row.Demand.OrderId]);
    }

    /// <summary>Names all that the order holds now, not what it got this time: a repeat or a loss of order does no harm.</summary>
    private void TellAllocated(StockTables tables, string orderId)
    {
        var lines = tables.Lines(orderId);
        var complete = lines.All(line => line.Missing == 0);
        if (complete) tables.EndWait(orderId);
        var held = lines.Where(line => line.Allocated > 0).Select(line => new StockLine(line.Sku, line.Allocated)).ToList();
        if (held.Count == 0 || orderId == _left) return;
        var version = tables.Demand(orderId)?.Version ?? throw new InvalidDataException($"{orderId} holds stock of {store} without a demand.");
        tx.Raise(orderId, new OrderCommand.StockAllocated(version, complete, held) { CommandId = CommandId("allocated", orderId), Actor = Actor.System, At = tx.Now });
    }

    private void TellExpected(StockTables tables, DemandRow demand, StockForecast forecast)
    {
        var told = Columns.Json(forecast);
        if (told == demand.Told) return;
        tables.PutTold(demand.OrderId, told);
        tx.Raise(demand.OrderId, new OrderCommand.StockExpected(demand.Version, forecast.Missing, forecast.Eta)
        {
            CommandId = CommandId("expected", demand.OrderId),
            Actor = Actor.System,
            At = tx.Now,
        });
    }

    /// <summary>The same whenever the operation is repeated.</summary>
    private string CommandId(string what, string orderId) =>
        "stock-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store}|{key}|{what}|{orderId}")))[..40];
}
