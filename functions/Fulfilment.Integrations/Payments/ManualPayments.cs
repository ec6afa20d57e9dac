using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Payments;

/// <summary>No provider: staff move the money and record it.</summary>
public sealed class ManualPayments : IPaymentProvider
{
    public string Name => "manual";

    public Task<PaymentAnswer> ExecuteAsync(string key, string orderId, Effect effect, CancellationToken cancellationToken = default) => Task.FromResult<PaymentAnswer>(effect switch
    {
        // What was only asked for, and never authorised anywhere, ends with the asking.
        Effect.VoidPayment { Reference: null } => new PaymentAnswer.Settled("nothing to void"),
        Effect.RequestPayment or Effect.CapturePayment or Effect.VoidPayment or Effect.RefundPayment => new PaymentAnswer.ForStaff(),
        _ => throw new ArgumentException($"{effect.GetType().Name} moves no money.", nameof(effect)),
    });

    public Task<PaymentAnswer> AuthoriseAsync(string key, string orderId, Money amount, CancellationToken cancellationToken = default) =>
        Task.FromResult<PaymentAnswer>(new PaymentAnswer.ForStaff());
}
