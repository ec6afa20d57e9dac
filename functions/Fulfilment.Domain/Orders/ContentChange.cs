using System.Text.Json.Serialization;

namespace Fulfilment.Domain.Orders;

/// <summary>A change of content with everything known that it needs: prices found, ids given. What edits and storefront changes become.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SetAddress), "SetAddress")]
[JsonDerivedType(typeof(SetCustomer), "SetCustomer")]
[JsonDerivedType(typeof(SetShipping), "SetShipping")]
[JsonDerivedType(typeof(SetRelayPoint), "SetRelayPoint")]
[JsonDerivedType(typeof(SetPaymentMethod), "SetPaymentMethod")]
[JsonDerivedType(typeof(AddLine), "AddLine")]
[JsonDerivedType(typeof(RemoveLine), "RemoveLine")]
[JsonDerivedType(typeof(SetQuantity), "SetQuantity")]
[JsonDerivedType(typeof(SetPersonalisation), "SetPersonalisation")]
[JsonDerivedType(typeof(SetLinePrice), "SetLinePrice")]
[JsonDerivedType(typeof(SetGiftMessage), "SetGiftMessage")]
[JsonDerivedType(typeof(SetDeliveryInstructions), "SetDeliveryInstructions")]
[JsonDerivedType(typeof(SetWishedDate), "SetWishedDate")]
[JsonDerivedType(typeof(SetCharges), "SetCharges")]
[JsonDerivedType(typeof(SetTaxBasis), "SetTaxBasis")]
[JsonDerivedType(typeof(AddAllowance), "AddAllowance")]
public abstract record ContentChange
{
    private ContentChange() { }

    public sealed record SetAddress(Address? ShipTo) : ContentChange;
    /// <summary>Null keeps what is there.</summary>
    public sealed record SetCustomer(string? Name, string? Email, string? Phone) : ContentChange;
    public sealed record SetShipping(ShippingMethod? Method, Money Price) : ContentChange;
    public sealed record SetRelayPoint(RelayPoint? RelayPoint) : ContentChange;
    public sealed record SetPaymentMethod(string? Method) : ContentChange;
    /// <param name="AddedHere">False for a line the storefront added: it brings its own id.</param>
    public sealed record AddLine(OrderLine Line, bool AddedHere) : ContentChange;
    public sealed record RemoveLine(string Line) : ContentChange;
    public sealed record SetQuantity(string Line, int Quantity) : ContentChange;
    public sealed record SetPersonalisation(string Line, IReadOnlyDictionary<string, string> Personalisation) : ContentChange;
    public sealed record SetLinePrice(string Line, Money UnitPrice, Money UnitDiscount) : ContentChange;
    public sealed record SetGiftMessage(string? Text) : ContentChange;
    public sealed record SetDeliveryInstructions(string? Text) : ContentChange;
    public sealed record SetWishedDate(DateOnly? Date) : ContentChange;
    public sealed record SetCharges(Money Fees, Money Tips, Money OrderDiscount, Money GiftCards) : ContentChange;
    public sealed record SetTaxBasis(TaxBasis Tax) : ContentChange;
    public sealed record AddAllowance(Money Amount) : ContentChange;
}
