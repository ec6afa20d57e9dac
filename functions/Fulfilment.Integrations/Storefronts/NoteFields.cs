using System.Globalization;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// What shops collect in free fields of the cart: note attributes (Shopify) and order meta data (WooCommerce). Names are compared
/// by their letters and digits: "Gift message", "gift_message" and "gift-message" are one.
/// </summary>
internal sealed class NoteFields(IEnumerable<(string Name, string Value)> fields)
{
    private readonly Dictionary<string, string> _values = Index(fields);

    public string? GiftMessage => Value("giftmessage", "giftnote");
    public string? DeliveryInstructions => Value("deliveryinstructions", "deliverynote", "deliverynotes");

    /// <summary>A day that cannot be read is left to the note: it must not stop the order.</summary>
    public DateOnly? WishedDate =>
        DateOnly.TryParseExact(Value("wisheddate", "deliverydate")?.Replace('/', '-'), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>The relay point, which platforms give as the delivery address with an id beside it.</summary>
    public RelayPoint? RelayPoint(Address? shipTo) =>
        shipTo is not null && Value("relaypointid", "pickuppointid") is { } id
            ? new(Value("relaypointcarrier", "pickuppointcarrier") ?? "relay", id, Value("relaypointname", "pickuppointname") ?? shipTo.Company ?? id, shipTo)
            : null;

    private string? Value(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_values.TryGetValue(name, out var value)) return value;
        return null;
    }

    private static Dictionary<string, string> Index(IEnumerable<(string Name, string Value)> fields)
    {
        var index = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields) index.TryAdd(new string([.. name.ToLowerInvariant().Where(char.IsLetterOrDigit)]), value);
        return index;
    }
}
