namespace Fulfilment.Domain.Orders;

/// <summary>Whether one change makes sense in itself and for this order.</summary>
internal static class ChangeChecks
{
    private const int MostUnits = 10_000;
    private const int LongestText = 2_000;

    public static Refusal? Refusal(OrderData order, EditChange change) => change switch
    {
        EditChange.ChangeAddress c => Address(c.Address),
        EditChange.ChangeContactDetails c => Contact(c),
        EditChange.ChangeShippingMethod c => string.IsNullOrWhiteSpace(c.Code) ? new Refusal.UnknownShippingMethod(c.Code) : null,
        EditChange.ChangeRelayPoint c => c.RelayPoint is { } relay && (string.IsNullOrWhiteSpace(relay.Id) || string.IsNullOrWhiteSpace(relay.Carrier)) ? Invalid("A relay point needs its carrier and id.") : null,
        EditChange.ChangePaymentMethod c => PaymentMethod(order, c),
        EditChange.AddLine c => string.IsNullOrWhiteSpace(c.Sku) ? new Refusal.UnknownProduct(c.Sku) : Quantity(c.Quantity) ?? Personalisation(c.Personalisation),
        EditChange.RemoveLine c => Line(order, c.Line),
        EditChange.ChangeQuantity c => Line(order, c.Line) ?? Quantity(c.Quantity),
        EditChange.ChangePersonalisation c => Line(order, c.Line) ?? Personalisation(c.Personalisation),
        EditChange.ChangeGiftMessage c => Text(c.Text),
        EditChange.ChangeDeliveryInstructions c => Text(c.Text),
        _ => throw new InvalidOperationException($"Unknown change {change.GetType().Name}."),
    };

    private static Refusal.InvalidChange Invalid(string detail) => new(detail);

    private static Refusal.UnknownLine? Line(OrderData order, string id) => order.Content.Line(id) is null ? new(id) : null;

    private static Refusal? Quantity(int quantity) => quantity is < 1 or > MostUnits ? Invalid($"A quantity is 1 to {MostUnits}.") : null;

    private static Refusal? Text(string? text) => text?.Length > LongestText ? Invalid($"A text has at most {LongestText} characters.") : null;

    private static Refusal? Personalisation(IReadOnlyDictionary<string, string>? values) => values?.Values.Select(Text).FirstOrDefault(r => r is not null);

    private static Refusal? PaymentMethod(OrderData order, EditChange.ChangePaymentMethod c)
    {
        if (string.IsNullOrWhiteSpace(c.Method)) return Invalid("A payment method has a name.");
        return order.Money.Paid.IsPositive || order.Money.Authorised.IsPositive ? Invalid("The order is paid already.") : null;
    }

    private static Refusal? Contact(EditChange.ChangeContactDetails c)
    {
        if (c is { Name: null, Email: null, Phone: null }) return Invalid("Nothing is changed.");
        if (c.Name is not null && string.IsNullOrWhiteSpace(c.Name)) return Invalid("A name is not empty.");
        return c.Email is null || IsEmail(c.Email) ? null : Invalid("That is not an e-mail address.");
    }

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@');
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace) && text.Length <= 254;
    }

    private static Refusal? Address(Address address)
    {
        foreach (var (field, value) in new[] { ("name", address.Name), ("line1", address.Line1), ("city", address.City) })
        {
            if (string.IsNullOrWhiteSpace(value)) return new Refusal.InvalidAddress(field, "is missing");
        }

        return address.Country is { Length: 2 } country && country.All(char.IsAsciiLetterUpper) ? null : new Refusal.InvalidAddress("country", "is a two-letter country code");
    }
}
