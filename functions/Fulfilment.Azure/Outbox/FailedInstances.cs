using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Outbox;

/// <summary>
/// Instances that failed. Nobody is told when one does, and the task hub finds them by a scan over all its instances: so what a scan found is kept for
/// a while, and whoever asks meanwhile gets that.
/// </summary>
internal sealed class FailedInstances(IOrchestrationClient client, TimeProvider clock)
{
    /// <summary>More than anybody lists.</summary>
    public const int Most = 1000;

    /// <summary>How late a failure may be seen.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private Task<IReadOnlyList<OrchestrationMetadata>>? _scan;
    private DateTimeOffset _began;

    public Task<IReadOnlyList<OrchestrationMetadata>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            // One that was cancelled found nothing either.
            if (_scan is null or { IsFaulted: true } or { IsCanceled: true } || now - _began >= Age) (_scan, _began) = (ScanAsync(), now);
            // Whoever waits for it no longer does not end it for the others.
            return _scan.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A filtered scan may give empty pages that have a next one.</summary>
    private async Task<IReadOnlyList<OrchestrationMetadata>> ScanAsync()
    {
        var failed = new List<OrchestrationMetadata>();
        var query = new OrchestrationQuery { Statuses = [OrchestrationStatus.Failed], PageSize = Most };
        do
        {
            var page = await client.QueryAsync(query, CancellationToken.None);
            failed.AddRange(page.Items);
            query = query with { ContinuationToken = page.ContinuationToken };
        } while (query.ContinuationToken is not null && failed.Count < Most);

        return failed;
    }
}
