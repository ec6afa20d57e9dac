using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Editing;

/// <summary>Turns one posted edit form into changes. A field left as it was is no change.</summary>
internal static class EditForm
{
    public const string Kind = "kind";

    /// <exception cref="ProblemException">400 naming the field.</exception>
    public static IReadOnlyList<EditChange> Read(IFormCollection form, OrderView order) => form.Needed(Kind) switch
    {
        "address" => [new EditChange.ChangeAddress(Address(form))],
        "contact" => Contact(form, order),
        "lines" => [.. Lines(form, order)],
        "personalisation" => [.. Personalisation(form, order)],
        "add" => [new EditChange.AddLine(form.Needed("sku"), form.Whole("quantity", 1, 9999))],
        "gift" => form.Text("text") == order.GiftMessage ? [] : [new EditChange.ChangeGiftMessage(form.Text("text"))],
        "instructions" => form.Text("text") == order.DeliveryInstructions ? [] : [new EditChange.ChangeDeliveryInstructions(form.Text("text"))],
        "shipping" => form.Needed("code") == order.Shipping?.Code ? [] : [new EditChange.ChangeShippingMethod(form.Needed("code"))],
        "relay" => [new EditChange.ChangeRelayPoint(form.Text("relay") == "none" ? null : Relay(form))],
        "payment" => form.Needed("method") == order.PaymentMethod ? [] : [new EditChange.ChangePaymentMethod(form.Needed("method"))],
        var other => throw Parameters.Wrong(Kind, $"'{other}' is no form of this page."),
    };

    private static Address Address(IFormCollection form) => new(
        form.Needed("name"), form.Needed("line1"), form.Text("line2"), form.Needed("city"), form.Text("region"), form.Text("postalCode"),
        form.Needed("country").ToUpperInvariant(), form.Text("phone"), form.Text("company"));

    private static RelayPoint Relay(IFormCollection form) => new(
        form.Needed("carrier"), form.Needed("id"), form.Needed("relayName"),
        new(form.Needed("relayName"), form.Needed("line1"), null, form.Needed("city"), null, form.Text("postalCode"), form.Needed("country").ToUpperInvariant()));

    private static IReadOnlyList<EditChange> Contact(IFormCollection form, OrderView order)
    {
        static string? Changed(string? now, string? before) => now == before ? null : now;
        var change = new EditChange.ChangeContactDetails(
            Changed(form.Needed("name"), order.Customer.Name), Changed(form.Text("email"), order.Customer.Email), Changed(form.Text("phone"), order.Customer.Phone));
        return change is { Name: null, Email: null, Phone: null } ? [] : [change];
    }

    /// <summary>Lines of which something is left: a storefront keeps one that was taken off, with nothing of it.</summary>
    public static IEnumerable<OrderLine> Editable(OrderView order) => order.Lines.Where(line => line.Quantity > 0);

    private static IEnumerable<EditChange> Lines(IFormCollection form, OrderView order)
    {
        foreach (var line in Editable(order))
        {
            if (form.Text("remove." + line.Id) is not null) yield return new EditChange.RemoveLine(line.Id);
            // Also a quantity that nobody could enter here may stay as it is.
            else if (form.Text("quantity." + line.Id) is { } text && text != line.Quantity.ToString(CultureInfo.InvariantCulture))
                yield return new EditChange.ChangeQuantity(line.Id, form.Whole("quantity." + line.Id, 1, 9999));
        }
    }

    private static IEnumerable<EditChange> Personalisation(IFormCollection form, OrderView order)
    {
        foreach (var line in order.Lines.Where(l => l.Personalisation.Count > 0))
        {
            var now = line.Personalisation.Keys.ToDictionary(name => name, name => form.Text($"p.{line.Id}.{name}") ?? "");
            if (line.Personalisation.Any(p => now[p.Key] != p.Value)) yield return new EditChange.ChangePersonalisation(line.Id, now);
        }
    }
}
