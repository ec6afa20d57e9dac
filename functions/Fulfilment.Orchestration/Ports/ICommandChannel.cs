using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Ports;

/// <summary>The one way in for commands. A submission that is accepted is durable and will get a receipt.</summary>
public interface ICommandChannel
{
    /// <param name="bodyHash">Of the request as sent: the same command id with another hash is a conflict. Null skips the check (internal senders).</param>
    Task<Submission> SubmitAsync(string orderId, OrderCommand command, string? bodyHash = null, CancellationToken cancellationToken = default);
}

public abstract record Submission
{
    private Submission() { }

    public sealed record Accepted : Submission;
    /// <summary>Seen before with the same body; its receipt is there or will be.</summary>
    public sealed record Repeated : Submission;
    /// <summary>Seen before with another body.</summary>
    public sealed record Conflict : Submission;
    public sealed record UnknownOrder : Submission;
    /// <summary>The order's instance has ended; the refusal was recorded as this receipt.</summary>
    public sealed record Closed(Receipt Receipt) : Submission;
    /// <summary>The order lives on another host since then; nothing was recorded here, the sender must turn there.</summary>
    public sealed record Moved(DateTimeOffset Since) : Submission;
}
