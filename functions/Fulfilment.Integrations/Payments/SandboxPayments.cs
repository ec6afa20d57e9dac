using System.Security.Cryptography;
using System.Text;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Payments;

/// <summary>
/// A provider for demos and tests: it settles by itself and moves nothing. Charges and authorisations of an amount that ends in
/// 13 minor units (12.13 EUR, 113 JPY) are declined; requests that end in 17 stay open for good, so that they expire. Refunds and
/// voids always settle. The answer follows from key and amount alone, so a repeat gets the same.
/// </summary>
public sealed class SandboxPayments : IPaymentProvider
{
    private const int DeclinedEnding = 13;
    private const int OpenEnding = 17;

    public string Name => "sandbox";

    public Task<PaymentAnswer> ExecuteAsync(string key, string orderId, Effect effect, CancellationToken cancellationToken = default) => Task.FromResult(effect switch
    {
        Effect.RequestPayment request when Ending(request.Amount) == OpenEnding => new PaymentAnswer.Pending(Reference(key)),
        Effect.RequestPayment request => Charge(key, request.Amount),
        Effect.CapturePayment capture => Charge(key, capture.Amount),
        Effect.VoidPayment or Effect.RefundPayment => new PaymentAnswer.Settled(Reference(key)),
        _ => throw new ArgumentException($"{effect.GetType().Name} moves no money.", nameof(effect)),
    });

    public Task<PaymentAnswer> AuthoriseAsync(string key, string orderId, Money amount, CancellationToken cancellationToken = default) => Task.FromResult(Charge(key, amount));

    private static PaymentAnswer Charge(string key, Money amount) =>
        Ending(amount) == DeclinedEnding ? new PaymentAnswer.Failed("The sandbox declines amounts that end in 13.") : new PaymentAnswer.Settled(Reference(key));

    private static int Ending(Money amount) => (int)(Math.Abs(amount.Minor) % 100);

    private static string Reference(string key) => $"sandbox-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]}";
}
