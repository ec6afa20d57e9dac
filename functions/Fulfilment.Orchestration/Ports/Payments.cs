using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Ports;

/// <summary>Moves money. Every call bears an idempotency key; a repeat must not move it twice.</summary>
public interface IPaymentProvider
{
    /// <summary>As in the store's settings ("manual", "sandbox").</summary>
    string Name { get; }

    Task<PaymentAnswer> ExecuteAsync(string key, string orderId, Effect effect, CancellationToken cancellationToken = default);

    /// <summary>Authorises a difference at once, for a decision that cannot wait.</summary>
    Task<PaymentAnswer> AuthoriseAsync(string key, string orderId, Money amount, CancellationToken cancellationToken = default);
}

public abstract record PaymentAnswer
{
    private PaymentAnswer() { }

    public sealed record Settled(string Reference) : PaymentAnswer;
    public sealed record Failed(string Reason) : PaymentAnswer;
    /// <summary>Under way; the provider will report.</summary>
    public sealed record Pending(string? Reference) : PaymentAnswer;
    /// <summary>Nobody does it automatically: staff do, and record it.</summary>
    public sealed record ForStaff : PaymentAnswer;
}

/// <summary>Every request to move money and what became of it.</summary>
public interface IPaymentLedger
{
    /// <summary>Adds or updates the entry of this key. A settled one stays settled, a failed one can only become settled.</summary>
    void Put(IWriteBatch batch, PaymentEntry entry);

    Task<IReadOnlyList<PaymentEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>What waits for staff or a provider, oldest first.</summary>
    Task<Page<PaymentEntry>> ListOpenAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default);
}

/// <param name="Kind">"request", "capture", "void" or "refund".</param>
/// <param name="Status">"requested", "forStaff", "settled" or "failed".</param>
public sealed record PaymentEntry(string Key, string OrderId, string Store, string PaymentId, string Kind, Money? Amount, string Status, string? Reference, string? Reason, DateTimeOffset At)
{
    /// <summary>Open is 0. A late word of a lower rank never reopens what is settled; money may still arrive after a failure.</summary>
    public int Rank() => Status switch
    {
        "requested" or "forStaff" => 0,
        "failed" => 1,
        "settled" => 2,
        _ => throw new InvalidOperationException($"'{Status}' is no status of a payment."),
    };
}
