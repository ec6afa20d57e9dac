using Fulfilment.Azure.Catalogue;
using Fulfilment.Azure.Stock;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure;

/// <summary>What a timer looks after: work that a dead process wrote down and did not finish.</summary>
public sealed class AzureMaintenance
{
    private readonly AzureCatalogue _catalogue;
    private readonly StockRunner _stock;
    private readonly IStoreDirectory _stores;

    internal AzureMaintenance(AzureCatalogue catalogue, StockRunner stock, IStoreDirectory stores)
    {
        _catalogue = catalogue;
        _stock = stock;
        _stores = stores;
    }

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        foreach (var store in _stores.All)
        {
            await _catalogue.FinishImportsAsync(store.Profile.Id, cancellationToken);
            await _stock.FinishAsync(store.Profile.Id, cancellationToken);
        }
    }
}
