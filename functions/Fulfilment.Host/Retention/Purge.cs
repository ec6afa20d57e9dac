using Fulfilment.DurableTask;
using Fulfilment.Storage.Sqlite.Retention;

namespace Fulfilment.Host.Retention;

/// <summary>What a purge removed, or would. A wire format: the command's JSON.</summary>
/// <param name="Before">What ended earlier goes.</param>
/// <param name="Orders">Ended orchestrations with their histories; the orders themselves stay.</param>
internal sealed record PurgeReport(DateTimeOffset Before, bool DryRun, long Orders, long Webhooks, long Mails, long Tokens)
{
    public bool IsEmpty => Orders + Webhooks + Mails + Tokens == 0;
}

/// <summary>
/// Removes what is old: the histories of ended orders, and the personal data that the stores need no more. The registry of ids
/// keeps a tombstone, so that a late webhook never starts an order a second time.
/// </summary>
internal sealed class Purge(IOrchestrationClient client, SqliteRetention stores)
{
    /// <summary>Age counts from the order's end. Failed ones stay: staff still have to look at them.</summary>
    public static PurgeFilter Ended(DateTimeOffset before) => new(CompletedTo: before, Statuses: [OrchestrationStatus.Completed, OrchestrationStatus.Terminated]);

    /// <remarks>While an order has left and no export has read it, no history goes: its state is there alone.</remarks>
    public async Task<PurgeReport> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var orders = await stores.LeftUnreadAsync(cancellationToken) == 0 ? await client.PurgeAsync(Ended(before), cancellationToken) : 0;
        var old = await stores.PurgeAsync(before, cancellationToken);
        return new(before, DryRun: false, orders, old.Webhooks, old.Mails, old.Tokens);
    }
}
