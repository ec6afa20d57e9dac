using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>
/// One storefront order, normalised: what Shopify, WooCommerce and the own format are all turned into, and what a later
/// storefront change is compared with.
/// </summary>
public sealed record OrderSnapshot
{
    /// <summary>The store's key in the settings.</summary>
    public required string Store { get; init; }
    public required StorefrontKind Source { get; init; }
    /// <summary>The storefront's own id, untouched.</summary>
    public required string ExternalId { get; init; }
    /// <summary>What customer and staff call the order ("#1001").</summary>
    public required string Number { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    /// <summary>The storefront's own updated time; an older or equal snapshot is a NoOp.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
    /// <summary>BCP 47 ("fr-FR"); null means the store's.</summary>
    public string? Locale { get; init; }
    public required Customer Customer { get; init; }
    /// <summary>Null for digital goods and store pickup.</summary>
    public Address? ShipTo { get; init; }
    public RelayPoint? RelayPoint { get; init; }
    public ShippingMethod? Shipping { get; init; }
    /// <summary>All lines of the order, also those that are not shipped.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }
    public required OrderCharges Charges { get; init; }
    public required PaymentState Payment { get; init; }
    public string? PaymentMethod { get; init; }
    public StorefrontStatus Status { get; init; } = StorefrontStatus.Open;
    /// <summary>A storefront's test order; never released unless the store is a test store.</summary>
    public bool Test { get; init; }
    public string? GiftMessage { get; init; }
    public string? DeliveryInstructions { get; init; }
    /// <summary>Day the customer wants it delivered, in the shop's zone.</summary>
    public DateOnly? WishedDate { get; init; }
    public string? Note { get; init; }
}

public enum StorefrontKind { Shopify, Woo, Own }

public enum StorefrontStatus { Open, Cancelled, Completed }

/// <summary>Pending: nothing yet. Failed and Voided: nothing will come by itself.</summary>
public enum PaymentState { Pending, Authorized, PartiallyPaid, Paid, PartiallyRefunded, Refunded, Voided, Failed }

public sealed record Customer(string Name, string? Email, string? Phone = null);

/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Address(
    string Name, string Line1, string? Line2, string City, string? Region, string? PostalCode, string Country, string? Phone = null, string? Company = null);

/// <param name="Carrier">Carrier code whose network it is in.</param>
public sealed record RelayPoint(string Carrier, string Id, string Name, Address Address);

/// <param name="Code">Key of the policy's service rule and of the catalogue's price ("standard", "express", "pickup").</param>
public sealed record ShippingMethod(string Code, string Title, string? Carrier = null);

public sealed record OrderLine
{
    /// <summary>Unique in the order; the storefront's line id, or "add-{n}" for lines added here.</summary>
    public required string Id { get; init; }
    public required string Sku { get; init; }
    public required string Title { get; init; }
    /// <summary>Policy category, lower case; "default" when nothing names one.</summary>
    public required string Category { get; init; }
    /// <summary>What is still to be shipped: refunded and removed units are already taken off. May be 0.</summary>
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
    /// <summary>Discount per unit as placed.</summary>
    public required Money UnitDiscount { get; init; }
    /// <summary>Fraction (0.20). Tax amounts not included in prices are computed from it for lines changed here.</summary>
    public decimal TaxRate { get; init; }
    /// <summary>Gift cards and downloads: false; they never enter a parcel.</summary>
    public bool RequiresShipping { get; init; } = true;
    public IReadOnlyDictionary<string, string> Personalisation { get; init; } = new Dictionary<string, string>();
    /// <summary>Grams per unit.</summary>
    public int WeightGrams { get; init; }
    public string? Location { get; init; }
}

/// <summary>All the amounts that are not lines. Total = lines + shipping + fees + tips + taxes not included − discounts; see <see cref="OrderTotals"/>.</summary>
public sealed record OrderCharges
{
    public required Currency Currency { get; init; }
    public required Money Shipping { get; init; }
    public required Money Fees { get; init; }
    public required Money Tips { get; init; }
    /// <summary>Taxes that come on top of prices; zero where prices include them.</summary>
    public required Money TaxesNotIncluded { get; init; }
    public required bool PricesIncludeTax { get; init; }
    /// <summary>Discounts on the order as a whole; capped at the remaining subtotal.</summary>
    public required Money OrderDiscount { get; init; }
    public required Money GiftCards { get; init; }
    public required Money Paid { get; init; }
    public required Money Refunded { get; init; }

    public static OrderCharges None(Currency currency)
    {
        var zero = Money.Zero(currency);
        return new() { Currency = currency, Shipping = zero, Fees = zero, Tips = zero, TaxesNotIncluded = zero, PricesIncludeTax = true, OrderDiscount = zero, GiftCards = zero, Paid = zero, Refunded = zero };
    }
}

/// <summary>What an order owes. Due = total − gift cards − paid + refunded; negative means the shop owes the customer.</summary>
public sealed record OrderTotals(Money Lines, Money Shipping, Money Fees, Money Tips, Money TaxesNotIncluded, Money Discounts, Money GiftCards, Money Paid, Money Refunded)
{
    public Money Total => Lines + Shipping + Fees + Tips + TaxesNotIncluded - Discounts;
    public Money Due => Total - GiftCards - Paid + Refunded;
}

/// <summary>What an order instance captures of its store at the start.</summary>
/// <param name="Locale">"fr" or "en": the customers' default language.</param>
/// <param name="TimeZone">IANA id; all local times of policy and pages are in it.</param>
/// <param name="TestStore">Test orders are released only here.</param>
public sealed record StoreProfile(string Id, string Brand, string Locale, Currency Currency, string TimeZone, bool TestStore = false);
