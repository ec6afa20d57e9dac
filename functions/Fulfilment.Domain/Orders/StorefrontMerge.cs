namespace Fulfilment.Domain.Orders;

/// <summary>What a newer snapshot changes. Compared with the storefront's last word, never with the order: what was changed here is no difference.</summary>
/// <param name="Changes">To be applied to the order's content.</param>
/// <param name="Conflicts">Fields changed there and here to different values: the value from here stays.</param>
public sealed record StorefrontDifference(IReadOnlyList<ContentChange> Changes, IReadOnlyList<string> Conflicts)
{
    public bool IsNothing => Changes.Count == 0 && Conflicts.Count == 0;
}

/// <summary>The storefront as a second writer of the order.</summary>
public static class StorefrontMerge
{
    public static StorefrontDifference Compare(OrderSnapshot last, OrderSnapshot newer, OrderContent mine)
    {
        var merge = new Merge();
        Order(merge, last, newer, mine);
        StorefrontLines.Compare(merge, last, newer, mine);
        Charges(merge, last, newer);
        return new(merge.Changes, merge.Conflicts);
    }

    private static void Order(Merge merge, OrderSnapshot last, OrderSnapshot newer, OrderContent mine)
    {
        merge.Field("customer.name", last.Customer.Name, newer.Customer.Name, mine.Customer.Name, v => new ContentChange.SetCustomer(v, null, null));
        if (newer.Customer.Email is { } email) merge.Field("customer.email", last.Customer.Email, email, mine.Customer.Email, v => new ContentChange.SetCustomer(null, v, null));
        if (newer.Customer.Phone is { } phone) merge.Field("customer.phone", last.Customer.Phone, phone, mine.Customer.Phone, v => new ContentChange.SetCustomer(null, null, v));
        merge.Field("shipTo", last.ShipTo, newer.ShipTo, mine.ShipTo, v => new ContentChange.SetAddress(v));
        merge.Field("relayPoint", last.RelayPoint, newer.RelayPoint, mine.RelayPoint, v => new ContentChange.SetRelayPoint(v));
        merge.Field("shipping", (last.Shipping, last.Charges.Shipping), (newer.Shipping, newer.Charges.Shipping), (mine.Shipping, mine.ShippingPrice), v => new ContentChange.SetShipping(v.Item1, v.Item2));
        merge.Field("paymentMethod", last.PaymentMethod, newer.PaymentMethod, mine.PaymentMethod, v => new ContentChange.SetPaymentMethod(v));
        merge.Field("giftMessage", last.GiftMessage, newer.GiftMessage, mine.GiftMessage, v => new ContentChange.SetGiftMessage(v));
        merge.Field("deliveryInstructions", last.DeliveryInstructions, newer.DeliveryInstructions, mine.DeliveryInstructions, v => new ContentChange.SetDeliveryInstructions(v));
        merge.Field("wishedDate", last.WishedDate, newer.WishedDate, mine.WishedDate, v => new ContentChange.SetWishedDate(v));
    }

    /// <summary>Only the storefront ever changes these.</summary>
    private static void Charges(Merge merge, OrderSnapshot last, OrderSnapshot newer)
    {
        var (was, now) = (last.Charges, newer.Charges);
        if ((was.Fees, was.Tips, was.OrderDiscount, was.GiftCards) != (now.Fees, now.Tips, now.OrderDiscount, now.GiftCards))
            merge.Changes.Add(new ContentChange.SetCharges(now.Fees, now.Tips, now.OrderDiscount, now.GiftCards));
        Taxes(merge, TaxBasis.Of(last), TaxBasis.Of(newer));
    }

    /// <summary>
    /// The storefront's taxes go with the storefront's lines. Where it merely echoes lines that were changed here, the tax stays as
    /// reckoned here: a cent's difference in rounding is nothing to ask a customer for.
    /// </summary>
    private static void Taxes(Merge merge, TaxBasis was, TaxBasis now)
    {
        if (was == now || (was.Included && now.Included && was.Charged == now.Charged)) return;
        var isEcho = was.LineTax != now.LineTax && !merge.Changes.Any(MovesPrice);
        if (!isEcho) merge.Changes.Add(new ContentChange.SetTaxBasis(now));
    }

    private static bool MovesPrice(ContentChange change) =>
        change is ContentChange.AddLine or ContentChange.RemoveLine or ContentChange.SetQuantity or ContentChange.SetLinePrice or ContentChange.SetShipping or ContentChange.SetCharges;
}

internal sealed class Merge
{
    public List<ContentChange> Changes { get; } = [];
    public List<string> Conflicts { get; } = [];

    /// <summary>Three values of one field: an unchanged one and the echo of our own are nothing; a change there of what was left alone here is taken over.</summary>
    public void Field<T>(string name, T last, T newer, T mine, Func<T, ContentChange> change, Func<T, T, bool>? same = null)
    {
        same ??= EqualityComparer<T>.Default.Equals;
        if (same(last, newer) || same(newer, mine)) return;
        if (same(last, mine)) Changes.Add(change(newer));
        else Conflicts.Add(name);
    }
}
