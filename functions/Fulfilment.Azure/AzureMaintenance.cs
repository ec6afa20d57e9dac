using Fulfilment.Azure.Catalogue;
using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Azure;

/// <summary>What a timer looks after: work that a dead process wrote down and did not finish.</summary>
public sealed partial class AzureMaintenance
{
    private readonly CatalogueImports _imports;
    private readonly StockRunner _stock;
    private readonly IStoreDirectory _stores;
    private readonly ILogger<AzureMaintenance> _logger;

    internal AzureMaintenance(CatalogueImports imports, StockRunner stock, IStoreDirectory stores, ILogger<AzureMaintenance> logger)
    {
        _imports = imports;
        _stock = stock;
        _stores = stores;
        _logger = logger;
    }

    /// <exception cref="AggregateException">Some steps failed; the others were done all the same.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var failures = new List<Exception>();
        foreach (var store in _stores.All.Select(settings => settings.Profile.Id))
        {
            await TryAsync("catalogue", store, () => _imports.FinishAsync(TableKey.Escape(store), cancellationToken));
            await TryAsync("stock", store, () => _stock.FinishAsync(store, cancellationToken));
        }

        if (failures.Count > 0) throw new AggregateException("Maintenance could not finish everything.", failures);

        async Task TryAsync(string what, string store, Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // One broken store must not hold up the others.
                Failed(_logger, e, what, store);
                failures.Add(new InvalidOperationException($"Maintenance of the {what} of store '{store}' failed: {e.Message}", e));
            }
        }
    }

    [LoggerMessage(EventId = 4401, Level = LogLevel.Error, Message = "Maintenance of the {What} of store {Store} failed.")]
    private static partial void Failed(ILogger logger, Exception exception, string what, string store);
}
