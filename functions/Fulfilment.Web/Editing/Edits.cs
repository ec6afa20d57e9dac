using System.Text;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Editing;

/// <summary>The two steps of an edit on a page: posted form to preview, confirmed preview to command.</summary>
internal sealed class Edits(ICatalogue catalogue)
{
    /// <summary>Products that can be added and services that can be chosen.</summary>
    public async Task<(IReadOnlyList<CatalogueItem> Products, IReadOnlyList<ShippingQuote> Services)> OfferAsync(OrderView order, CancellationToken cancellationToken)
    {
        var products = await catalogue.ListAsync(order.Store, limit: 200, cancellationToken: cancellationToken);
        var currency = order.Totals.Lines.Currency;
        return ([.. products.Items.Where(p => p.Active && p.UnitPrice.Currency == currency)], await catalogue.ShippingAsync(order.Store, cancellationToken));
    }

    public async Task<(EditPreview Preview, string Changes)> PreviewAsync(IFormCollection form, OrderView order, string language, CancellationToken cancellationToken)
    {
        var changes = EditForm.Read(form, order);
        var added = changes.OfType<EditChange.AddLine>().Select(a => a.Sku).ToList();
        var items = added.Count == 0 ? [] : await catalogue.FindAsync(order.Store, added, cancellationToken);
        var services = await catalogue.ShippingAsync(order.Store, cancellationToken);
        return (EditPreview.Of(order, changes, items, services, language), JsonSerializer.Serialize(changes, DomainJson.Options));
    }

    /// <summary>The changes that a confirming form carries, read as strictly as the API's.</summary>
    public static IReadOnlyList<EditChange> Confirmed(IFormCollection form) =>
        WireJson.Read<IReadOnlyList<EditChange>>(WireJson.Parse(Encoding.UTF8.GetBytes(form.Needed("changes"))));
}
