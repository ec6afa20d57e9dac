using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts.Own;

/// <summary>The own format as it stands on the wire; read only after the schema has checked it. Names are the schema's.</summary>
internal sealed record OwnOrder
{
    public required string Id { get; init; }
    public string? Number { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public string? Locale { get; init; }
    public required Currency Currency { get; init; }
    public StorefrontStatus Status { get; init; }
    public bool Test { get; init; }
    public required Customer Customer { get; init; }
    public Address? ShipTo { get; init; }
    public RelayPoint? RelayPoint { get; init; }
    public OwnShipping? Shipping { get; init; }
    public required IReadOnlyList<OwnLine> Lines { get; init; }
    public bool PricesIncludeTax { get; init; } = true;
    public Money? TaxesNotIncluded { get; init; }
    public Money? Fees { get; init; }
    public Money? Tips { get; init; }
    public Money? OrderDiscount { get; init; }
    public Money? GiftCards { get; init; }
    public Money? Total { get; init; }
    public required OwnPayment Payment { get; init; }
    public string? GiftMessage { get; init; }
    public string? DeliveryInstructions { get; init; }
    public DateOnly? WishedDate { get; init; }
    public string? Note { get; init; }

    /// <summary>Amounts with more decimals than their currency end up here as a <see cref="JsonException"/> with its path.</summary>
    public static OwnOrder Read(JsonElement checkedBody) =>
        checkedBody.Deserialize<OwnOrder>(DomainJson.Options) ?? throw new InvalidOperationException("The schema lets no null through.");
}

internal sealed record OwnShipping(string Code, string? Title = null, string? Carrier = null, Money? Price = null);

internal sealed record OwnPayment(PaymentState State, string? Method = null, Money? Paid = null, Money? Refunded = null);

internal sealed record OwnLine
{
    public required string Id { get; init; }
    public required string Sku { get; init; }
    public required string Title { get; init; }
    public string? Category { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
    public Money? UnitDiscount { get; init; }
    public decimal TaxRate { get; init; }
    public bool RequiresShipping { get; init; } = true;
    public int WeightGrams { get; init; }
    public string? Location { get; init; }
    public IReadOnlyDictionary<string, string> Personalisation { get; init; } = new Dictionary<string, string>();
}
