namespace Fulfilment.Azure.Storage;

/// <summary>Queues of small messages: keys of rows, never their contents (a message holds 64 KiB).</summary>
public interface IMessageQueues
{
    /// <summary>Durable when it returns. Delivered at least once, in no promised order.</summary>
    /// <param name="delay">Hidden until then; at most seven days.</param>
    Task SendAsync(string queue, string message, TimeSpan? delay = null, CancellationToken cancellationToken = default);
}

/// <summary>Queue names: wire format, also in triggers and infrastructure.</summary>
public static class QueueNames
{
    /// <summary>Keys of stored deliveries that are to start or reach an order.</summary>
    public const string Intake = "intake";

    /// <summary>Instances and lanes that have effects to deliver.</summary>
    public const string Outbox = "outbox";

    /// <summary>What a warehouse's system reports, for those that write to a queue instead of calling the API.</summary>
    public const string WmsSteps = "wms-steps";

    /// <summary>Keys of new or changed releases, for a warehouse's system that would rather wait on a queue than poll the feed.</summary>
    public const string Releases = "releases";

    public static readonly IReadOnlyList<string> All = [Intake, Outbox, WmsSteps, Releases];
}
