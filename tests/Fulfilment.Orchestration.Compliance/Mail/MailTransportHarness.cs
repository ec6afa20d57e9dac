using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Mail;

/// <summary>A transport, a store that uses it, and the far end that it sends to.</summary>
public abstract class MailTransportHarness : IAsyncDisposable
{
    public abstract IMailTransport Transport { get; }

    public abstract StoreSettings Store { get; }

    /// <summary>All that arrived, read at the far end.</summary>
    public abstract Task<IReadOnlyList<ReceivedMail>> ReceivedAsync();

    /// <summary>Makes the far end unreachable.</summary>
    public abstract Task BreakAsync();

    public abstract ValueTask DisposeAsync();
}

/// <param name="Key">The mail's key, as the far end can see it.</param>
public sealed record ReceivedMail(string Key, string To, string Subject, string Text, string Html);
