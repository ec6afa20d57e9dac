using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Loop;

/// <summary>
/// Takes requests off the list of open payments once the order has booked them otherwise than by their provider's answer:
/// recorded by staff, or lapsed.
/// </summary>
public sealed class LedgerFollower(IPaymentLedger ledger)
{
    public async Task FollowAsync(IWriteBatch batch, Publication publication, CancellationToken cancellationToken)
    {
        if (!MayClose(publication)) return;
        var booked = publication.View.Payments.ToDictionary(p => p.PaymentId, StringComparer.Ordinal);
        foreach (var entry in await ledger.ListAsync(publication.InstanceId, cancellationToken))
        {
            if (entry.Status is not ("requested" or "forStaff") || !booked.TryGetValue(entry.PaymentId, out var payment)) continue;
            if (Closed(entry, payment) is { } status) ledger.Put(batch, entry with { Status = status, Reference = payment.Reference ?? entry.Reference, At = publication.At });
        }
    }

    /// <summary>Spares every other turn the reading.</summary>
    private static bool MayClose(Publication publication) =>
        publication.Receipts.Any(r => r.Type == nameof(OrderCommand.RecordPayment)) || publication.Effects.Any(e => e.Effect is Effect.VoidPayment);

    /// <returns>Null while the entry is still open.</returns>
    private static string? Closed(Ports.PaymentEntry entry, PaymentView payment) => payment.Status switch
    {
        "settled" => "settled",
        "failed" or "void" => entry.Kind == "void" ? null : "failed",
        "requested" or "authorised" or "due" => null,
        _ => throw new InvalidOperationException($"Unknown status of a payment: {payment.Status}."),
    };
}
