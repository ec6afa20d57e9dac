using System.Security.Cryptography;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>
/// Renders and sends the customer's mails. The intent is recorded before the sending, so a crash in between may send a mail
/// twice (the log counts it) but never loses one.
/// </summary>
public sealed class MailHandler(IStoreDirectory stores, IMailRenderer renderer, IMailTransport transport, IMailLog log, ITokenStore tokens, TimeProvider clock)
    : EffectHandler(EffectLanes.Mail)
{
    /// <summary>How long a link in a mail opens the order's page.</summary>
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(180);

    protected override async Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        if (delivery.Effect is not Effect.SendMail mail) throw WrongLane(delivery.Effect);
        var store = stores.Require(delivery.Store);
        var links = new Dictionary<string, string> { ["order"] = $"{store.PublicUrl}/o/{await IssueLinkAsync(delivery, cancellationToken)}" };
        var rendered = renderer.Render(store, mail.Template, mail.Model, links);
        var message = new MailMessage(delivery.Key, delivery.InstanceId, mail.Template, store.Mail.From, mail.Model.To, rendered.Subject, rendered.Html, rendered.Text);
        await log.RecordIntentAsync(message, cancellationToken);
        return Settle(await transport.SendAsync(store, message, cancellationToken), delivery, completion);
    }

    /// <summary>Every try gets a link of its own: secrets are stored hashed, so that of an earlier try is not known any more.</summary>
    private Task<string> IssueLinkAsync(EffectDelivery delivery, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = $"{delivery.Key}#{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var grant = new TokenGrant(id, TokenKind.CustomerOrder, Role: null, delivery.Store, delivery.InstanceId, Actor.Customer.Name, now, now + LinkLifetime);
        return tokens.IssueAsync(grant, cancellationToken);
    }

    private OutboxResult Settle(MailSendResult result, EffectDelivery delivery, IWriteBatch completion)
    {
        switch (result)
        {
            case MailSendResult.Sent sent:
                log.MarkSent(completion, delivery.Key, sent.ProviderId);
                return OutboxResult.Delivered;
            case MailSendResult.TryAgain { After: { } after } again:
                return new OutboxResult.RetryAfter(after, again.Reason);
            case MailSendResult.TryAgain again:
                throw new MailNotSentException(again.Reason);
            case MailSendResult.Refused refused:
                log.MarkRefused(completion, delivery.Key, refused.Reason);
                Report(completion, delivery, new OrderCommand.MailReported(delivery.Key, "refused", refused.Reason)
                {
                    CommandId = delivery.ResultCommandId,
                    Actor = Actor.System,
                    At = clock.GetUtcNow(),
                });
                return OutboxResult.Delivered;
            default:
                throw new InvalidOperationException($"Unknown mail result {result.GetType().Name}.");
        }
    }
}

/// <summary>The provider did not take the mail this time; the outbox backs off and tries again.</summary>
public sealed class MailNotSentException(string reason) : Exception(reason);
