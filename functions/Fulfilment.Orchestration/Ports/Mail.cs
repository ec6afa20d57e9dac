using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Ports;

/// <summary>Sends one mail through a provider.</summary>
public interface IMailTransport
{
    /// <summary>Never throws for what the provider says; throws only for bugs.</summary>
    Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default);
}

/// <param name="Key">The effect's key; also in the Message-ID, so that a duplicate can be seen.</param>
public sealed record MailMessage(string Key, string OrderId, string Template, string From, string To, string Subject, string Html, string Text);

public abstract record MailSendResult
{
    private MailSendResult() { }

    public sealed record Sent(string? ProviderId) : MailSendResult;
    /// <param name="After">The provider's Retry-After; null: back off.</param>
    public sealed record TryAgain(string Reason, TimeSpan? After = null) : MailSendResult;
    /// <summary>It will never be taken (no such mailbox, malformed address).</summary>
    public sealed record Refused(string Reason) : MailSendResult;
}

public interface IMailRenderer
{
    /// <param name="links">Named absolute URLs for the template ("order").</param>
    RenderedMail Render(StoreSettings store, string template, MailModel model, IReadOnlyDictionary<string, string> links);
}

public sealed record RenderedMail(string Subject, string Html, string Text);

/// <summary>What was sent to whom. The intent is recorded before the sending: at least once, and a repeat in the gap is counted.</summary>
public interface IMailLog
{
    /// <summary>Durable when it returns. Until the mail is sent, the entry shows the last try's text. The count of intents for the key, this one included: more than 1 means a possible duplicate.</summary>
    Task<int> RecordIntentAsync(MailMessage message, CancellationToken cancellationToken = default);

    void MarkSent(IWriteBatch batch, string key, string? providerId);

    void MarkRefused(IWriteBatch batch, string key, string reason);

    /// <summary>Newest first; all orders when none is named.</summary>
    Task<Page<MailLogEntry>> ListAsync(string? orderId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default);

    Task<MailLogEntry?> GetAsync(string key, CancellationToken cancellationToken = default);
}

/// <param name="Status">"intended", "sent" or "refused".</param>
public sealed record MailLogEntry(MailMessage Message, string Status, int Intents, DateTimeOffset IntendedAt, DateTimeOffset? SentAt, string? ProviderId, string? Reason);
