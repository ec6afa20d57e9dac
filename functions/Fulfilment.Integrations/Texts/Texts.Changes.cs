using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>One change of an edit, in words: "Quantity of Mug: 3".</summary>
    /// <param name="order">Names the lines; a line it does not have is named by its id.</param>
    public static string Change(EditChange change, OrderView order, string language) => change switch
    {
        EditChange.ChangeAddress c => In(language, $"Delivery address: {Address(c.Address)}", $"Adresse de livraison : {Address(c.Address)}"),
        EditChange.ChangeContactDetails c => In(language, $"Contact details: {Contact(c)}", $"Coordonnées : {Contact(c)}"),
        EditChange.ChangeShippingMethod c => In(language, $"Shipping method: {c.Code}", $"Mode de livraison : {c.Code}"),
        EditChange.ChangeRelayPoint { RelayPoint: { } point } => In(language, $"Relay point: {point.Name}, {Address(point.Address)}", $"Point relais : {point.Name}, {Address(point.Address)}"),
        EditChange.ChangeRelayPoint => In(language, "Relay point: none, delivery at the address", "Point relais : aucun, livraison à l’adresse"),
        EditChange.ChangePaymentMethod c => In(language, $"Payment method: {c.Method}", $"Moyen de paiement : {c.Method}"),
        EditChange.AddLine c => In(language, $"Added: {c.Quantity} × {Product(order, c.Sku)}{Details(c.Personalisation, language)}", $"Ajouté : {c.Quantity} × {Product(order, c.Sku)}{Details(c.Personalisation, language)}"),
        EditChange.RemoveLine c => In(language, $"Removed: {Line(order, c.Line)}", $"Retiré : {Line(order, c.Line)}"),
        EditChange.ChangeQuantity c => In(language, $"Quantity of {Line(order, c.Line)}: {c.Quantity}", $"Quantité de {Line(order, c.Line)} : {c.Quantity}"),
        EditChange.ChangePersonalisation c => In(language, $"Personalisation of {Line(order, c.Line)}{Details(c.Personalisation, language)}", $"Personnalisation de {Line(order, c.Line)}{Details(c.Personalisation, language)}"),
        EditChange.ChangeGiftMessage c => c.Text is { Length: > 0 } text ? In(language, $"Gift message: {text}", $"Message cadeau : {text}") : In(language, "Gift message removed", "Message cadeau retiré"),
        EditChange.ChangeDeliveryInstructions c => c.Text is { Length: > 0 } text
            ? In(language, $"Delivery instructions: {text}", $"Instructions de livraison : {text}")
            : In(language, "Delivery instructions removed", "Instructions de livraison retirées"),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
    };

    /// <summary>The kind of a change, as a heading: "Delivery address".</summary>
    public static string ChangeName(ChangeKind kind, string language) => kind switch
    {
        ChangeKind.ChangeAddress => In(language, "Delivery address", "Adresse de livraison"),
        ChangeKind.ChangeContactDetails => In(language, "Contact details", "Coordonnées"),
        ChangeKind.ChangeShippingMethod => In(language, "Shipping method", "Mode de livraison"),
        ChangeKind.ChangeRelayPoint => In(language, "Relay point", "Point relais"),
        ChangeKind.ChangePaymentMethod => In(language, "Payment method", "Moyen de paiement"),
        ChangeKind.AddLine => In(language, "Add a product", "Ajouter un article"),
        ChangeKind.RemoveLine => In(language, "Remove a line", "Retirer une ligne"),
        ChangeKind.ChangeQuantity => In(language, "Quantity", "Quantité"),
        ChangeKind.ChangePersonalisation => In(language, "Personalisation", "Personnalisation"),
        ChangeKind.ChangeGiftMessage => In(language, "Gift message", "Message cadeau"),
        ChangeKind.ChangeDeliveryInstructions => In(language, "Delivery instructions", "Instructions de livraison"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The content changes that a timeline entry lists by name ("SetQuantity, AddLine").</summary>
    private static string ChangeNames(string names, string language) =>
        string.Join(", ", names.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(name => ContentChange(name, language)).Distinct());

    private static string ContentChange(string name, string language) => name switch
    {
        "SetAddress" => ChangeName(ChangeKind.ChangeAddress, language),
        "SetCustomer" => ChangeName(ChangeKind.ChangeContactDetails, language),
        "SetShipping" => ChangeName(ChangeKind.ChangeShippingMethod, language),
        "SetRelayPoint" => ChangeName(ChangeKind.ChangeRelayPoint, language),
        "SetPaymentMethod" => ChangeName(ChangeKind.ChangePaymentMethod, language),
        "AddLine" => In(language, "Line added", "Ligne ajoutée"),
        "RemoveLine" => In(language, "Line removed", "Ligne retirée"),
        "SetQuantity" => ChangeName(ChangeKind.ChangeQuantity, language),
        "SetPersonalisation" => ChangeName(ChangeKind.ChangePersonalisation, language),
        "SetLinePrice" => In(language, "Price", "Prix"),
        "SetGiftMessage" => ChangeName(ChangeKind.ChangeGiftMessage, language),
        "SetDeliveryInstructions" => ChangeName(ChangeKind.ChangeDeliveryInstructions, language),
        "SetWishedDate" => In(language, "Wished date", "Date souhaitée"),
        "SetCharges" => In(language, "Charges", "Frais et remises"),
        "SetTaxBasis" => In(language, "Taxes", "Taxes"),
        "AddAllowance" => In(language, "Allowance", "Geste commercial"),
        _ => name,
    };

    private static string Line(OrderView order, string id) => order.Lines.FirstOrDefault(line => line.Id == id)?.Title ?? id;

    private static string Product(OrderView order, string sku) => order.Lines.FirstOrDefault(line => line.Sku == sku)?.Title ?? sku;

    private static string Details(IReadOnlyDictionary<string, string>? details, string language) =>
        details is { Count: > 0 } ? $" ({string.Join(", ", details.Select(detail => Pair(detail.Key, detail.Value, language)))})" : "";

    private static string Address(Address address) => string.Join(", ", AddressLines(address));

    private static string Contact(EditChange.ChangeContactDetails change) => string.Join(", ", new[] { change.Name, change.Email, change.Phone }.OfType<string>());
}
