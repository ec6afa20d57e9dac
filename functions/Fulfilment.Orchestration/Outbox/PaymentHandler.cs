using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Has the store's provider move money, keeps the ledger, and reports what settled or failed.</summary>
public sealed class PaymentHandler(IPaymentProviders providers, IPaymentLedger ledger, TimeProvider clock) : EffectHandler(EffectLanes.Payment)
{
    protected override async Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        var (kind, paymentId, amount) = Describe(delivery.Effect);
        var answer = await providers.For(delivery.Store).ExecuteAsync(delivery.Key, delivery.InstanceId, delivery.Effect, cancellationToken);
        (string Status, string? Reference, string? Reason) entry = answer switch
        {
            PaymentAnswer.Settled settled => ("settled", settled.Reference, null),
            PaymentAnswer.Failed failed => ("failed", null, failed.Reason),
            PaymentAnswer.Pending pending => ("requested", pending.Reference, null),
            PaymentAnswer.ForStaff => ("forStaff", null, null),
            _ => throw new InvalidOperationException($"Unknown payment answer {answer.GetType().Name}."),
        };
        ledger.Put(completion, new PaymentEntry(delivery.Key, delivery.InstanceId, delivery.Store, paymentId, kind, amount, entry.Status, entry.Reference, entry.Reason, clock.GetUtcNow()));
        if (Result(delivery, paymentId, amount, answer) is { } command) Report(completion, delivery, command);
        return OutboxResult.Delivered;
    }

    private (string Kind, string PaymentId, Money? Amount) Describe(Effect effect) => effect switch
    {
        Effect.RequestPayment request => ("request", request.PaymentId, request.Amount),
        Effect.CapturePayment capture => ("capture", capture.PaymentId, capture.Amount),
        Effect.VoidPayment cancel => ("void", cancel.PaymentId, null),
        Effect.RefundPayment refund => ("refund", refund.PaymentId, refund.Amount),
        _ => throw WrongLane(effect),
    };

    /// <summary>A void moves nothing, so the order has nothing to book.</summary>
    private OrderCommand? Result(EffectDelivery delivery, string paymentId, Money? amount, PaymentAnswer answer) => (answer, amount) switch
    {
        (PaymentAnswer.Settled settled, { } moved) => new OrderCommand.PaymentSettled(paymentId, moved, settled.Reference)
        {
            CommandId = delivery.ResultCommandId,
            Actor = Actor.System,
            At = clock.GetUtcNow(),
        },
        (PaymentAnswer.Failed failed, _) => new OrderCommand.PaymentFailed(paymentId, failed.Reason)
        {
            CommandId = delivery.ResultCommandId,
            Actor = Actor.System,
            At = clock.GetUtcNow(),
        },
        _ => null,
    };
}
