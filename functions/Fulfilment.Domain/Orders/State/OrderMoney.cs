using System.Text.Json.Serialization;

namespace Fulfilment.Domain.Orders;

/// <summary>The order's money: what came in, what went back, and what is under way.</summary>
/// <param name="DueSince">Since when an uncovered amount blocks the order; null while payment is clear.</param>
/// <param name="LastPayment">Number of the last payment id given out ("p3").</param>
public sealed record OrderMoney(Money Paid, Money Refunded, IReadOnlyList<OrderPayment> Entries, DateTimeOffset? DueSince = null, int LastPayment = 0)
{
    [JsonIgnore]
    public Currency Currency => Paid.Currency;

    /// <summary>Authorised and not yet taken.</summary>
    [JsonIgnore]
    public Money Authorised => Sum(e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Authorised });

    /// <summary>Refunds decided and not yet settled, also those that failed and wait for staff.</summary>
    [JsonIgnore]
    public Money OpenRefunds => Sum(e => e.IsOpenRefund);

    public OrderPayment? Entry(string id) => Entries.FirstOrDefault(e => e.Id == id);

    public Money Sum(Func<OrderPayment, bool> of) => Entries.Where(of).Aggregate(Money.Zero(Currency), (sum, e) => sum + e.Amount);
}

/// <param name="Reference">The provider's or the bank's.</param>
/// <param name="Told">How much of it a storefront snapshot has reported back to us, so that an echo is not counted again.</param>
/// <param name="CaptureRequested">The provider has been asked to take what was authorised.</param>
public sealed record OrderPayment(string Id, PaymentKind Kind, Money Amount, PaymentStatus Status, string? Reference, string? Reason, Money Told, bool CaptureRequested = false)
{
    [JsonIgnore]
    public bool IsOpenRefund => this is { Kind: PaymentKind.Refund, Status: PaymentStatus.Requested or PaymentStatus.Failed };
}

public enum PaymentKind { Charge, Refund }

public enum PaymentStatus { Requested, Authorised, Settled, Failed, Void }
