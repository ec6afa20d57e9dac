namespace Fulfilment.Web;

/// <summary>Limits and times of the HTTP surface. The defaults suit a shop behind a reverse proxy.</summary>
public sealed record WebOptions
{
    /// <summary>Largest body of a webhook or an API request, in bytes; more is 413.</summary>
    public int MaxBodyBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Largest catalogue import, in bytes.</summary>
    public int MaxImportBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>How long a command's request waits for its receipt before it answers 202. Real time, whatever clock the orders live by.</summary>
    public TimeSpan ReceiptWait { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How many open orders a policy preview looks at; beyond that it says that there are more.</summary>
    public int PreviewLimit { get; init; } = 5000;

    /// <summary>
    /// Opens the first admin's session at the sign-in, for hosts that have no terminal to print a one-time link to. Each value works once, and only while
    /// no admin has any other way in. Null: off.
    /// </summary>
    public string? BootstrapSecret { get; init; }

    /// <summary>True: /metrics wants an admin's token. False leaves it to the network.</summary>
    public bool ProtectMetrics { get; init; }
}
