using System.Globalization;

namespace Fulfilment.Domain.Orders;

/// <summary>Turns what was asked into content changes, with prices and titles from the catalogue; changes that change nothing are left out.</summary>
internal static class EditResolver
{
    public static (IReadOnlyList<ContentChange> Changes, Refusal? Problem) Resolve(OrderData order, OrderCommand.Edit c, Facts facts)
    {
        if (facts.AddressProblem is { } address) return ([], address);
        var changes = new List<ContentChange>();
        var added = order.Content.AddedLines;
        foreach (var change in c.Changes)
        {
            if (change is EditChange.AddLine add)
            {
                var (line, problem) = Added(order, c.Actor, add, ++added, facts);
                if (problem is not null) return ([], problem);
                changes.Add(new ContentChange.AddLine(line!, AddedHere: true));
                continue;
            }

            if (change is EditChange.ChangeShippingMethod method && !Quoted(order, facts)) return ([], new Refusal.UnknownShippingMethod(method.Code));
            if (Of(order.Content, change, facts) is { } resolved) changes.Add(resolved);
        }

        return facts.Reserved == false ? ([], Short(facts)) : (changes, null);
    }

    private static ContentChange? Of(OrderContent content, EditChange change, Facts facts) => change switch
    {
        EditChange.ChangeAddress c => c.Address == content.ShipTo ? null : new ContentChange.SetAddress(c.Address),
        EditChange.ChangeContactDetails c => Contact(content.Customer, c),
        EditChange.ChangeShippingMethod => facts.Shipping!.Method == content.Shipping && facts.Shipping.Price == content.ShippingPrice ? null : new ContentChange.SetShipping(facts.Shipping.Method, facts.Shipping.Price),
        EditChange.ChangeRelayPoint c => c.RelayPoint == content.RelayPoint ? null : new ContentChange.SetRelayPoint(c.RelayPoint),
        EditChange.ChangePaymentMethod c => c.Method == content.PaymentMethod ? null : new ContentChange.SetPaymentMethod(c.Method),
        EditChange.RemoveLine c => new ContentChange.RemoveLine(c.Line),
        EditChange.ChangeQuantity c => content.Line(c.Line)!.Quantity == c.Quantity ? null : new ContentChange.SetQuantity(c.Line, c.Quantity),
        EditChange.ChangePersonalisation c => NamedValues.Same(content.Line(c.Line)!.Personalisation, c.Personalisation) ? null : new ContentChange.SetPersonalisation(c.Line, c.Personalisation),
        EditChange.ChangeGiftMessage c => c.Text == content.GiftMessage ? null : new ContentChange.SetGiftMessage(c.Text),
        EditChange.ChangeDeliveryInstructions c => c.Text == content.DeliveryInstructions ? null : new ContentChange.SetDeliveryInstructions(c.Text),
        _ => throw new InvalidOperationException($"Unknown change {change.GetType().Name}."),
    };

    private static ContentChange.SetCustomer? Contact(Customer customer, EditChange.ChangeContactDetails c)
    {
        var same = (c.Name ?? customer.Name) == customer.Name && (c.Email ?? customer.Email) == customer.Email && (c.Phone ?? customer.Phone) == customer.Phone;
        return same ? null : new(c.Name, c.Email, c.Phone);
    }

    private static bool Quoted(OrderData order, Facts facts) => facts.Shipping is { } quote && quote.Price.Currency == order.Money.Currency;

    private static (OrderLine? Line, Refusal? Problem) Added(OrderData order, Actor actor, EditChange.AddLine add, int number, Facts facts)
    {
        var item = facts.Items.FirstOrDefault(i => i.Sku == add.Sku);
        if (item is not { Active: true } || item.UnitPrice.Currency != order.Money.Currency) return (null, new Refusal.UnknownProduct(add.Sku));
        var category = item.Category.ToLowerInvariant();
        if (actor.Kind == ActorKind.Customer && !EditChecks.IsEditable(order.Policy, category, ChangeKind.AddLine)) return (null, new Refusal.NotEditableForCategory(ChangeKind.AddLine, category));
        return (item.Line(string.Create(CultureInfo.InvariantCulture, $"add-{number}"), add, order.Language), null);
    }

    private static Refusal.AddedLineOutOfStock Short(Facts facts) => new(facts.Short?.Sku ?? "", facts.Short?.Quantity ?? 0);
}
