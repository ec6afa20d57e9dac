namespace Fulfilment.Domain.Orders;

/// <summary>Applies content changes. They have been checked before: one that does not fit is a bug and throws.</summary>
public static class ContentRules
{
    public static OrderContent Apply(this OrderContent content, IEnumerable<ContentChange> changes) => changes.Aggregate(content, Apply);

    public static OrderContent Apply(this OrderContent content, ContentChange change) => change switch
    {
        ContentChange.SetAddress c => content with { ShipTo = c.ShipTo },
        ContentChange.SetCustomer c => content with { Customer = new(c.Name ?? content.Customer.Name, c.Email ?? content.Customer.Email, c.Phone ?? content.Customer.Phone) },
        ContentChange.SetShipping c => content with { Shipping = c.Method, ShippingPrice = c.Price },
        ContentChange.SetRelayPoint c => content with { RelayPoint = c.RelayPoint },
        ContentChange.SetPaymentMethod c => content with { PaymentMethod = c.Method },
        ContentChange.AddLine c => content with { Lines = [.. content.Lines, c.Line], AddedLines = content.AddedLines + (c.AddedHere ? 1 : 0) },
        ContentChange.RemoveLine c => content with { Lines = [.. content.Lines.Where(l => l.Id != Existing(content, c.Line).Id)] },
        ContentChange.SetQuantity c => content.Replace(c.Line, l => l with { Quantity = c.Quantity }),
        ContentChange.SetPersonalisation c => content.Replace(c.Line, l => l with { Personalisation = c.Personalisation }),
        ContentChange.SetLinePrice c => content.Replace(c.Line, l => l with { UnitPrice = c.UnitPrice, UnitDiscount = c.UnitDiscount }),
        ContentChange.SetGiftMessage c => content with { GiftMessage = c.Text },
        ContentChange.SetDeliveryInstructions c => content with { DeliveryInstructions = c.Text },
        ContentChange.SetWishedDate c => content with { WishedDate = c.Date },
        ContentChange.SetCharges c => content with { Fees = c.Fees, Tips = c.Tips, OrderDiscount = c.OrderDiscount, GiftCards = c.GiftCards },
        ContentChange.SetTaxBasis c => content with { Tax = c.Tax },
        ContentChange.AddAllowance c => content with { Allowance = content.Allowance + c.Amount },
        _ => throw new InvalidOperationException($"Unknown content change {change.GetType().Name}."),
    };

    /// <summary>The line a change is about must be there; null when it is about none, or adds one.</summary>
    public static string? LineOf(ContentChange change) => change switch
    {
        ContentChange.RemoveLine c => c.Line,
        ContentChange.SetQuantity c => c.Line,
        ContentChange.SetPersonalisation c => c.Line,
        ContentChange.SetLinePrice c => c.Line,
        _ => null,
    };

    private static OrderContent Replace(this OrderContent content, string id, Func<OrderLine, OrderLine> with)
    {
        var line = Existing(content, id);
        return content with { Lines = [.. content.Lines.Select(l => l.Id == line.Id ? with(l) : l)] };
    }

    private static OrderLine Existing(OrderContent content, string id) =>
        content.Line(id) ?? throw new InvalidOperationException($"There is no line {id}.");
}
