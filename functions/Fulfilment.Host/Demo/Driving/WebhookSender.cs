using System.Net;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Demo.World;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Web.Webhooks;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>Posts signed webhooks and writes down what was acknowledged.</summary>
internal sealed class WebhookSender(Courier courier, Chronicle chronicle, CancellationToken cancellationToken)
{
    /// <summary>Delivers a storefront's webhook about an order.</summary>
    public async Task OrderAsync(string orderId, SignedWebhook webhook)
    {
        var answer = await SendAsync(webhook);
        if (!answer.Accepted) throw Unexpected(webhook, answer);
        var taken = JsonSerializer.Deserialize<WebhookAnswer>(answer.Body, DomainJson.Options);
        if (taken?.Order != orderId) throw Unexpected(webhook, answer);
        chronicle.Orders.Add(orderId);
    }

    /// <summary>Delivers what nobody can map. A platform's is kept for staff; the own storefront's is refused, since its sender can put it right.</summary>
    public async Task UnreadableAsync(SignedWebhook webhook)
    {
        var answer = await SendAsync(webhook);
        if ((int)answer.Status is 400 or 422) return;
        if (answer.Status != HttpStatusCode.Accepted || JsonSerializer.Deserialize<ParkedAnswer>(answer.Body, DomainJson.Options)?.Parked is not { } id) throw Unexpected(webhook, answer);
        chronicle.Parked.Add(id);
    }

    /// <summary>Delivers a body that is not what was signed.</summary>
    public async Task ForgedAsync(SignedWebhook webhook)
    {
        chronicle.Forgeries++;
        byte[] forged = [.. webhook.Body, (byte)' '];
        if ((await SendAsync(webhook with { Body = forged })).Status != HttpStatusCode.Unauthorized) chronicle.ForgeriesTaken++;
    }

    public async Task TrackerAsync(SignedWebhook webhook)
    {
        var answer = await SendAsync(webhook);
        if (!answer.Accepted) throw Unexpected(webhook, answer);
    }

    private Task<Answer> SendAsync(SignedWebhook webhook) =>
        courier.SendAsync(new Letter(HttpMethod.Post, webhook.Path, webhook.Body, webhook.ContentType) { Headers = webhook.Headers }, cancellationToken);

    private static UserError Unexpected(SignedWebhook webhook, Answer answer) => new($"The demo's server answered {(int)answer.Status} to {webhook.Path}: {answer.Body}");
}
