using System.Collections.Concurrent;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Tests.World;

/// <summary>A mail provider that keeps what it takes, and can be out of order.</summary>
internal sealed class PlayedMail : IMailTransport
{
    private readonly ConcurrentQueue<MailMessage> _sent = new();

    public bool IsDown { get; set; }

    public IReadOnlyList<string> Templates(string orderId) => [.. _sent.Where(mail => mail.OrderId == orderId).Select(mail => mail.Template)];

    public IReadOnlyList<string> Keys => [.. _sent.Select(mail => mail.Key)];

    public Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default)
    {
        if (IsDown) return Task.FromResult<MailSendResult>(new MailSendResult.TryAgain("down"));
        _sent.Enqueue(message);
        return Task.FromResult<MailSendResult>(new MailSendResult.Sent("played"));
    }
}

internal sealed class PlainRenderer : IMailRenderer
{
    public RenderedMail Render(StoreSettings store, string template, MailModel model, IReadOnlyDictionary<string, string> links) =>
        new($"{template} {model.Order.Number}", $"<p>{template}</p>", $"{template} {links["order"]}");
}

/// <summary>Settles everything at once by its key, unless told to leave requests open.</summary>
internal sealed class PlayedPayments : IPaymentProvider
{
    private readonly ConcurrentDictionary<string, Effect> _executed = new();
    private readonly ConcurrentQueue<string> _asked = new();

    public string Name => "played";

    public bool LeavesRequestsOpen { get; set; }

    public IReadOnlyCollection<Effect> Executed => [.. _executed.Values];

    /// <summary>Of everything that was asked for, as often as it was.</summary>
    public IReadOnlyList<string> Keys => [.. _asked];

    public Money Refunded => _executed.Values.OfType<Effect.RefundPayment>().Aggregate(Money.Zero(Samples.Eur), (sum, refund) => sum + refund.Amount);

    public Task<PaymentAnswer> ExecuteAsync(string key, string orderId, Effect effect, CancellationToken cancellationToken = default)
    {
        _asked.Enqueue(key);
        _executed.TryAdd(key, effect);
        return Task.FromResult<PaymentAnswer>(LeavesRequestsOpen && effect is Effect.RequestPayment ? new PaymentAnswer.Pending(key) : new PaymentAnswer.Settled(key));
    }

    public Task<PaymentAnswer> AuthoriseAsync(string key, string orderId, Money amount, CancellationToken cancellationToken = default) =>
        Task.FromResult<PaymentAnswer>(new PaymentAnswer.Settled(key));
}

internal sealed class PlayedLabels : ILabelProvider
{
    public string Name => "played";

    public Task<Waybill> CreateAsync(string key, StoreSettings store, ReleaseOrder release, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Waybill("played", "T-" + release.Key.Replace('/', '-'), null));
}

internal sealed class SilentStorefront : IStorefrontNotifier
{
    public Task<OutboxResult> NotifyAsync(string key, StoreSettings store, string orderId, Effect.NotifyStorefront effect, CancellationToken cancellationToken = default) =>
        Task.FromResult(OutboxResult.Delivered);
}

/// <summary>Wants a postal code, and can be out of order for a while.</summary>
internal sealed class PlayedAddresses : IAddressCheck
{
    /// <summary>How many of the next checks fail before they answer.</summary>
    public int FailsNext { get; set; }

    public Task<Refusal.InvalidAddress?> CheckAsync(Address address, CancellationToken cancellationToken = default)
    {
        if (FailsNext > 0)
        {
            FailsNext--;
            throw new OutOfOrderException("The address check is out of order.");
        }

        return Task.FromResult(string.IsNullOrEmpty(address.PostalCode) ? new Refusal.InvalidAddress("postalCode", "missing") : null);
    }
}

/// <summary>Without a trace: histories keep it, and a recorded one must not name the machine it was recorded on.</summary>
internal sealed class OutOfOrderException(string message) : Exception(message)
{
    public override string? StackTrace => null;
}
