using System.Text.Json.Serialization;

namespace Fulfilment.Domain.Orders;

/// <summary>The lasting answer to a command: what became of it and why. Replaced only when a provisional one is settled.</summary>
/// <param name="Type">The command's type name ("Edit").</param>
/// <param name="At">When the order decided (for a settled provisional edit: when it was settled).</param>
/// <param name="Version">The order's version after the decision.</param>
/// <param name="Next">What the sender can still do: command types, or "Return".</param>
public sealed record Receipt(string CommandId, string Type, Actor Actor, DateTimeOffset At, Outcome Outcome, int Version, IReadOnlyList<string> Next)
{
    /// <summary>Set when rejected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Refusal? Reason { get; init; }

    /// <summary>Set on a provisional edit: what is to be paid. A provisional Intercept has none: the warehouse's answer settles it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProvisionalTerms? Provisional { get; init; }
}

/// <param name="Until">When it lapses unless paid.</param>
/// <param name="Amount">What the customer has to pay for it.</param>
/// <param name="PaymentId">Names the payment request in PaymentSettled.</param>
public sealed record ProvisionalTerms(DateTimeOffset Until, Money Amount, string PaymentId);

[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    [JsonStringEnumMemberName("applied")] Applied,
    [JsonStringEnumMemberName("provisional")] Provisional,
    [JsonStringEnumMemberName("rejected")] Rejected,
    [JsonStringEnumMemberName("noOp")] NoOp,
}

/// <summary>Why a command was refused. A refusal is data, never an exception.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "code")]
[JsonDerivedType(typeof(AlreadyReleased), "AlreadyReleased")]
[JsonDerivedType(typeof(NotEditableForCategory), "NotEditableForCategory")]
[JsonDerivedType(typeof(UnknownLine), "UnknownLine")]
[JsonDerivedType(typeof(UnknownProduct), "UnknownProduct")]
[JsonDerivedType(typeof(UnknownShippingMethod), "UnknownShippingMethod")]
[JsonDerivedType(typeof(InvalidChange), "InvalidChange")]
[JsonDerivedType(typeof(WouldEmptyOrder), "WouldEmptyOrder")]
[JsonDerivedType(typeof(AddedLineOutOfStock), "AddedLineOutOfStock")]
[JsonDerivedType(typeof(InvalidAddress), "InvalidAddress")]
[JsonDerivedType(typeof(VersionConflict), "VersionConflict")]
[JsonDerivedType(typeof(PaymentDeclined), "PaymentDeclined")]
[JsonDerivedType(typeof(PaymentExpired), "PaymentExpired")]
[JsonDerivedType(typeof(EditPending), "EditPending")]
[JsonDerivedType(typeof(OrderClosed), "OrderClosed")]
[JsonDerivedType(typeof(NotAllowed), "NotAllowed")]
public abstract record Refusal
{
    private Refusal() { }

    /// <param name="By">Who released it ("system" for the gate itself, else the actor's name).</param>
    public sealed record AlreadyReleased(string By, DateTimeOffset At) : Refusal;
    public sealed record NotEditableForCategory(ChangeKind Change, string Category, string? Line = null) : Refusal;
    public sealed record UnknownLine(string Line) : Refusal;
    public sealed record UnknownProduct(string Sku) : Refusal;
    public sealed record UnknownShippingMethod(string Method) : Refusal;
    /// <summary>A change that is malformed in itself (a quantity of 0, two changes of one line that contradict).</summary>
    public sealed record InvalidChange(string Detail) : Refusal;
    public sealed record WouldEmptyOrder : Refusal;
    public sealed record AddedLineOutOfStock(string Sku, int Available) : Refusal;
    public sealed record InvalidAddress(string Field, string Detail) : Refusal;
    public sealed record VersionConflict(int Current) : Refusal;
    public sealed record PaymentDeclined(string Detail) : Refusal;
    public sealed record PaymentExpired(DateTimeOffset Until) : Refusal;
    /// <param name="CommandId">The provisional edit that is in the way.</param>
    public sealed record EditPending(string CommandId, DateTimeOffset Until) : Refusal;
    public sealed record OrderClosed(OrderStatus Status) : Refusal;
    /// <summary>The actor may not send it, or the order is not in a state for it.</summary>
    public sealed record NotAllowed(string Detail) : Refusal;
}
