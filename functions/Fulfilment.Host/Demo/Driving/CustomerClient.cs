using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Demo.Checks;
using Fulfilment.Host.Demo.World;
using Fulfilment.Integrations.Mail;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>Customers, who know of their order what their mails say: they act through the link in them.</summary>
internal sealed class CustomerClient(Courier courier, string mailbox, Chronicle chronicle, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private int _commands;

    public Task EditAsync(DemoOrder order, IReadOnlyList<EditChange> changes) => SendAsync(order, "Edit", new { type = "Edit", changes }, changes);

    public Task CancelAsync(DemoOrder order) => SendAsync(order, "Cancel", new { type = "Cancel", reason = "ordered by mistake" });

    public Task ReleaseNowAsync(DemoOrder order) => SendAsync(order, "ReleaseNow", new { type = "ReleaseNow" });

    public Task ConfirmContactAsync(DemoOrder order) => SendAsync(order, "ConfirmContact", new { type = "ConfirmContact", note = "the engraving is right" });

    public Task DeclineContactAsync(DemoOrder order) => SendAsync(order, "DeclineContact", new { type = "DeclineContact", reason = "not any more" });

    public Task ChooseAsync(DemoOrder order, BackorderOption choice) => SendAsync(order, "BackorderChoice", new { type = "BackorderChoice", choice });

    /// <summary>The page of an order, as its latest mail links to it; null when no mail has come.</summary>
    public static string? PageOf(string mailbox, string orderId)
    {
        var prefix = Path.GetFileNameWithoutExtension(FileMailTransport.FileName($"{orderId}/"));
        var latest = Directory.EnumerateFiles(mailbox, $"{prefix}*.eml")
            .MaxBy(file => int.Parse(Path.GetFileNameWithoutExtension(file)[prefix.Length..], CultureInfo.InvariantCulture));
        return latest is null ? null : MailFile.Read(latest).LinkSecret() is { } secret ? $"/o/{secret}" : null;
    }

    private async Task SendAsync(DemoOrder order, string type, object body, IReadOnlyList<EditChange>? changes = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"customer-{++_commands}");
        var path = $"{Link(order)}/commands";
        var answer = await courier.SendAsync(new Letter(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, DomainJson.Options))
        {
            Headers = new Dictionary<string, string> { ["Idempotency-Key"] = id },
        }, cancellationToken);
        if (!answer.Accepted) throw new UserError($"The demo's server answered {(int)answer.Status} to a customer's {type} of {order.Id}: {answer.Body}");
        chronicle.Commands.Add(new(order.Id, id, type, changes ?? []));
    }

    private string Link(DemoOrder order)
    {
        if (_links.TryGetValue(order.Id, out var known)) return known;
        var link = PageOf(mailbox, order.Id) ?? throw new UserError($"No mail with a link came for {order.Id}; see {mailbox}.");
        return _links[order.Id] = link;
    }
}
