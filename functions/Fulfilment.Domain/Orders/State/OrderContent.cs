namespace Fulfilment.Domain.Orders;

/// <summary>The part of an order that edits change.</summary>
public sealed record OrderContent
{
    public required Customer Customer { get; init; }
    public Address? ShipTo { get; init; }
    public RelayPoint? RelayPoint { get; init; }
    public ShippingMethod? Shipping { get; init; }
    public required IReadOnlyList<OrderLine> Lines { get; init; }
    public required Money ShippingPrice { get; init; }
    public required Money Fees { get; init; }
    public required Money Tips { get; init; }
    public required Money OrderDiscount { get; init; }
    public required Money GiftCards { get; init; }
    /// <summary>What the shop gave back without taking goods off the order; not asked of the customer again.</summary>
    public required Money Allowance { get; init; }
    public required TaxBasis Tax { get; init; }
    public string? PaymentMethod { get; init; }
    public string? GiftMessage { get; init; }
    public string? DeliveryInstructions { get; init; }
    public DateOnly? WishedDate { get; init; }
    /// <summary>How many lines were ever added here: names the next one, so that an id never comes back.</summary>
    public int AddedLines { get; init; }

    public static OrderContent Of(OrderSnapshot order) => new()
    {
        Customer = order.Customer,
        ShipTo = order.ShipTo,
        RelayPoint = order.RelayPoint,
        Shipping = order.Shipping,
        Lines = order.Lines,
        ShippingPrice = order.Charges.Shipping,
        Fees = order.Charges.Fees,
        Tips = order.Charges.Tips,
        OrderDiscount = order.Charges.OrderDiscount,
        GiftCards = order.Charges.GiftCards,
        Allowance = Money.Zero(order.Charges.Currency),
        Tax = TaxBasis.Of(order),
        PaymentMethod = order.PaymentMethod,
        GiftMessage = order.GiftMessage,
        DeliveryInstructions = order.DeliveryInstructions,
        WishedDate = order.WishedDate,
    };

    public OrderLine? Line(string id) => Lines.FirstOrDefault(l => l.Id == id);
}

/// <summary>
/// What the storefront charged in taxes on top of prices, for which lines and shipping: from it the tax of any later content
/// follows, whatever edits led there.
/// </summary>
/// <param name="LineTax">Tax of the storefront's lines by their rates, before discounts on the order.</param>
public sealed record TaxBasis(bool Included, Money Charged, Money LineTax, Money ShippingPrice)
{
    public static TaxBasis Of(OrderSnapshot order) => new(
        order.Charges.PricesIncludeTax, order.Charges.TaxesNotIncluded, Totals.LineTax(order.Lines, order.Charges.Currency), order.Charges.Shipping);
}
