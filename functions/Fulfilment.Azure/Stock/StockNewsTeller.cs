using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Stock;

/// <summary>Raises to orders, and to staff, what an operation has to tell them. Command ids derive from the operation's key, so a second telling is dropped.</summary>
internal sealed class StockNewsTeller(AzureTables tables, AzureWriteBatches batches, IStaffAlerts alerts)
{
    /// <returns>The rows that have served then; none when somebody else has just told it.</returns>
    public async Task<IReadOnlyList<string>> TellAsync(string partition, long sequence, CancellationToken cancellationToken)
    {
        if (await tables.Stock.GetAsync(partition, StockRowKeys.News(sequence), cancellationToken) is not { } row) return [];
        var news = await Documents.GetJsonAsync<StockNewsDocument>(tables.Stock, row, "Doc", cancellationToken);
        var batch = batches.Create();
        foreach (var alert in news.Alerts) alerts.Raise(batch, alert);
        foreach (var told in news.Orders) batch.RaiseEvent(told.OrderId, LoopNames.CommandEvent, CommandPayload.Of(told.Command));
        await batch.CommitAsync(cancellationToken);
        return [.. Documents.PartKeys(row, "Doc"), row.RowKey];
    }
}
