using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Catalogue;

internal static class CatalogueImport
{
    /// <exception cref="ProblemException">More than the host's storage takes at once: nothing was imported.</exception>
    public static async Task RunAsync(ICatalogue catalogue, string store, IReadOnlyList<CatalogueItem> items, CancellationToken cancellationToken)
    {
        try
        {
            await catalogue.ImportAsync(store, items, cancellationToken);
        }
        catch (PayloadTooLargeException e)
        {
            throw new ProblemException(ProblemKinds.TooLarge, $"Nothing was imported: what is to be kept at once is {e.Bytes} bytes after compression, and the limit is {e.Limit}. Send the {items.Count} articles in several parts.");
        }
    }
}
