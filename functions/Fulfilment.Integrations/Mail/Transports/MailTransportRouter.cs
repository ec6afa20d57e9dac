using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>Sends by the transport that the store's settings name.</summary>
/// <param name="transports">By provider name: "files", "smtp", "sendgrid".</param>
public sealed class MailTransportRouter(IReadOnlyDictionary<string, IMailTransport> transports) : IMailTransport
{
    /// <exception cref="InvalidOperationException">The settings name a provider that does not exist; start-up should have refused them.</exception>
    public Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default) =>
        transports.TryGetValue(store.Mail.Provider, out var transport)
            ? transport.SendAsync(store, message, cancellationToken)
            : throw new InvalidOperationException($"Store '{store.Profile.Id}' names the mail provider '{store.Mail.Provider}'; there are {string.Join(", ", transports.Keys)}.");
}
