using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations;

namespace Fulfilment.Web.Editing;

/// <summary>What an edit would do, as far as it can be said beforehand: the order itself decides when it is sent.</summary>
/// <param name="Words">The changes in words.</param>
/// <param name="Problem">Set when it can be seen already that it would be refused.</param>
public sealed record EditPreview(IReadOnlyList<string> Words, OrderTotals Before, OrderTotals After, string? Problem)
{
    public Money Difference => After.Total - Before.Total;

    /// <param name="items">Catalogue entries of added lines.</param>
    public static EditPreview Of(OrderView order, IReadOnlyList<EditChange> changes, IReadOnlyList<CatalogueItem> items, IReadOnlyList<ShippingQuote> services, string language)
    {
        var words = changes.Select(c => InWords(c, order, items, services, language)).ToList();
        var content = ContentOf(order);
        foreach (var change in changes)
        {
            var (next, problem) = Step(content, change, items, services, language);
            if (problem is not null) return new(words, order.Totals, order.Totals, Texts.Refusal(problem, language, "Etc/UTC"));
            content = next is null ? content : content.Apply(next);
        }

        if (!content.Lines.Any(l => l.Quantity > 0)) return new(words, order.Totals, order.Totals, Texts.Refusal(new Refusal.WouldEmptyOrder(), language, "Etc/UTC"));
        return new(words, order.Totals, Totals.Of(content, order.Totals.Paid, order.Totals.Refunded), null);
    }

    private static string InWords(EditChange change, OrderView order, IReadOnlyList<CatalogueItem> items, IReadOnlyList<ShippingQuote> services, string language) => change switch
    {
        EditChange.AddLine add when items.FirstOrDefault(i => i.Sku == add.Sku) is { } item => Texts.Change(add with { Sku = item.Title(language) }, order, language),
        EditChange.ChangeShippingMethod method when services.FirstOrDefault(s => s.Method.Code == method.Code) is { } service => Texts.Change(method with { Code = service.Method.Title }, order, language),
        _ => Texts.Change(change, order, language),
    };

    private static (ContentChange? Change, Refusal? Problem) Step(OrderContent content, EditChange change, IReadOnlyList<CatalogueItem> items, IReadOnlyList<ShippingQuote> services, string language) => change switch
    {
        EditChange.AddLine c => items.FirstOrDefault(i => i.Sku == c.Sku) is { Active: true } item
            ? (new ContentChange.AddLine(item.Line("added:" + item.Sku, c, language), AddedHere: true), null)
            : (null, new Refusal.UnknownProduct(c.Sku)),
        EditChange.ChangeShippingMethod c => services.FirstOrDefault(s => s.Method.Code == c.Code) is { } service
            ? (new ContentChange.SetShipping(service.Method, service.Price), null)
            : (null, new Refusal.UnknownShippingMethod(c.Code)),
        EditChange.RemoveLine c => OfLine(content, c.Line, new ContentChange.RemoveLine(c.Line)),
        EditChange.ChangeQuantity c => OfLine(content, c.Line, new ContentChange.SetQuantity(c.Line, c.Quantity)),
        EditChange.ChangePersonalisation c => OfLine(content, c.Line, new ContentChange.SetPersonalisation(c.Line, c.Personalisation)),
        // None of these moves the price.
        EditChange.ChangeAddress or EditChange.ChangeContactDetails or EditChange.ChangeRelayPoint or EditChange.ChangePaymentMethod
            or EditChange.ChangeGiftMessage or EditChange.ChangeDeliveryInstructions => (null, null),
        _ => throw new InvalidOperationException($"Unknown change {change.GetType().Name}."),
    };

    private static (ContentChange?, Refusal?) OfLine(OrderContent content, string line, ContentChange change) =>
        content.Line(line) is null ? (null, new Refusal.UnknownLine(line)) : (change, null);

    /// <summary>
    /// The order's content as its view tells it. The view has one sum of discounts: what is not per unit is taken for a discount
    /// on the order, and taxes on top of prices follow the lines as the order's own do.
    /// </summary>
    private static OrderContent ContentOf(OrderView order)
    {
        var (totals, zero) = (order.Totals, Money.Zero(order.Totals.Lines.Currency));
        var perUnit = order.Lines.Aggregate(zero, (sum, l) => sum + l.UnitDiscount * l.Quantity);
        return new()
        {
            Customer = order.Customer,
            Lines = order.Lines,
            Shipping = order.Shipping,
            ShippingPrice = totals.Shipping,
            Fees = totals.Fees,
            Tips = totals.Tips,
            OrderDiscount = totals.Discounts - perUnit,
            GiftCards = totals.GiftCards,
            Allowance = zero,
            Tax = new(totals.TaxesNotIncluded.IsZero, totals.TaxesNotIncluded, Totals.LineTax(order.Lines, zero.Currency), totals.Shipping),
        };
    }
}
