using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>
/// SendGrid's v3 mail/send. Mails are rendered here; the template's name is the category, and key and order id go as custom
/// arguments, so that the event webhook's reports find their order. SendGrid has no idempotency key: if it accepts a mail and its
/// answer is lost on the way (a timeout after acceptance), the next try sends the mail again. The intent recorded before each
/// try counts those, and they are the only duplicates.
/// </summary>
public sealed class SendGridMailTransport(HttpClient http, TimeProvider clock) : IMailTransport
{
    private const int MaxReason = 500;

    public async Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default)
    {
        if (store.Mail.SendgridApiKey is not { Length: > 0 } apiKey) return new MailSendResult.TryAgain("The store's mail settings have no SendGrid API key.");
        if (Mailbox.Parse(message.From) is not { } from) return new MailSendResult.TryAgain($"The store's sender '{message.From}' is no mail address; correct its mail settings.");
        if (Mailbox.Parse(message.To) is not { } to) return new MailSendResult.Refused($"'{message.To}' is no mail address.");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{store.Mail.SendgridBaseUrl.TrimEnd('/')}/v3/mail/send") { Content = Content(message, from, to) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return await ResultAsync(response, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailSendResult.TryAgain("SendGrid did not answer in time; it may have taken the mail.");
        }
        catch (HttpRequestException e)
        {
            return new MailSendResult.TryAgain($"SendGrid cannot be reached: {e.Message}");
        }
    }

    private static ByteArrayContent Content(MailMessage message, Mailbox from, Mailbox to)
    {
        var body = new JsonObject
        {
            ["personalizations"] = new JsonArray(new JsonObject
            {
                ["to"] = new JsonArray(Address(to)),
                ["custom_args"] = new JsonObject { [SendGridWebhooks.KeyArgument] = message.Key, [SendGridWebhooks.OrderArgument] = message.OrderId },
            }),
            ["from"] = Address(from),
            ["subject"] = message.Subject,
            // The order of the parts is prescribed: plain text first.
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text/plain", ["value"] = message.Text }, new JsonObject { ["type"] = "text/html", ["value"] = message.Html }),
            ["categories"] = new JsonArray(message.Template),
            ["headers"] = new JsonObject { [MimeMessage.KeyHeader] = message.Key },
            // The order's link must reach the customer as it is.
            ["tracking_settings"] = new JsonObject { ["click_tracking"] = new JsonObject { ["enable"] = false }, ["open_tracking"] = new JsonObject { ["enable"] = false } },
        };
        return new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static JsonObject Address(Mailbox mailbox) => mailbox.Name.Length == 0 ? new() { ["email"] = mailbox.Address } : new() { ["email"] = mailbox.Address, ["name"] = mailbox.Name };

    private async Task<MailSendResult> ResultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return new MailSendResult.Sent(response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.First() : null);
        var detail = await response.Content.ReadAsStringAsync(cancellationToken);
        var reason = $"SendGrid answers {(int)response.StatusCode}: {(detail.Length > MaxReason ? detail[..MaxReason] : detail)}";
        // A wrong key or a lacking right is the settings' fault, not the mail's: it waits until they are put right.
        return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
            ? new MailSendResult.Refused(reason)
            : new MailSendResult.TryAgain(reason, Wait(response));
    }

    /// <summary>Retry-After, else the instant at which SendGrid says its rate limit starts anew.</summary>
    private TimeSpan? Wait(HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        if (RetryAfter.Of(response, now) is { } delay) return delay;
        if (response.StatusCode != HttpStatusCode.TooManyRequests || !response.Headers.TryGetValues("X-RateLimit-Reset", out var values)) return null;
        return long.TryParse(values.First(), out var reset) ? TimeSpan.FromSeconds(Math.Clamp(reset - now.ToUnixTimeSeconds(), 0, 3600)) : null;
    }
}
