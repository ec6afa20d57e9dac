using System.Text.Json.Serialization;

namespace Fulfilment.Domain.Orders;

/// <summary>One change of an edit. The changes of one edit are applied all or none. Prices are never taken from the sender.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ChangeAddress), "ChangeAddress")]
[JsonDerivedType(typeof(ChangeContactDetails), "ChangeContactDetails")]
[JsonDerivedType(typeof(ChangeShippingMethod), "ChangeShippingMethod")]
[JsonDerivedType(typeof(ChangeRelayPoint), "ChangeRelayPoint")]
[JsonDerivedType(typeof(ChangePaymentMethod), "ChangePaymentMethod")]
[JsonDerivedType(typeof(AddLine), "AddLine")]
[JsonDerivedType(typeof(RemoveLine), "RemoveLine")]
[JsonDerivedType(typeof(ChangeQuantity), "ChangeQuantity")]
[JsonDerivedType(typeof(ChangePersonalisation), "ChangePersonalisation")]
[JsonDerivedType(typeof(ChangeGiftMessage), "ChangeGiftMessage")]
[JsonDerivedType(typeof(ChangeDeliveryInstructions), "ChangeDeliveryInstructions")]
public abstract record EditChange
{
    private EditChange() { }

    [JsonIgnore]
    public abstract ChangeKind Kind { get; }

    public sealed record ChangeAddress(Address Address) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeAddress; }
    /// <summary>Null keeps what is there.</summary>
    public sealed record ChangeContactDetails(string? Name = null, string? Email = null, string? Phone = null) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeContactDetails; }
    public sealed record ChangeShippingMethod(string Code) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeShippingMethod; }
    /// <summary>Null goes back to delivery at the address.</summary>
    public sealed record ChangeRelayPoint(RelayPoint? RelayPoint) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeRelayPoint; }
    public sealed record ChangePaymentMethod(string Method) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangePaymentMethod; }
    public sealed record AddLine(string Sku, int Quantity, IReadOnlyDictionary<string, string>? Personalisation = null) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.AddLine; }
    public sealed record RemoveLine(string Line) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.RemoveLine; }
    /// <param name="Quantity">The new quantity, at least 1; RemoveLine drops a line.</param>
    public sealed record ChangeQuantity(string Line, int Quantity) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeQuantity; }
    public sealed record ChangePersonalisation(string Line, IReadOnlyDictionary<string, string> Personalisation) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangePersonalisation; }
    public sealed record ChangeGiftMessage(string? Text) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeGiftMessage; }
    public sealed record ChangeDeliveryInstructions(string? Text) : EditChange { [JsonIgnore] public override ChangeKind Kind => ChangeKind.ChangeDeliveryInstructions; }
}

public enum ChangeKind
{
    ChangeAddress, ChangeContactDetails, ChangeShippingMethod, ChangeRelayPoint, ChangePaymentMethod, AddLine,
    RemoveLine, ChangeQuantity, ChangePersonalisation, ChangeGiftMessage, ChangeDeliveryInstructions,
}
