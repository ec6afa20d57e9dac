using System.Collections.Concurrent;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Transfer;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Azure.Retention;

/// <summary>
/// Removes what the task hub holds of orders that ended long ago; their rows stay. One instance after the other, not by the SDK's filter: that one asks nobody,
/// and what an order left with is in its instance alone until an export has read it.
/// </summary>
public sealed partial class AzureRetention
{
    private const int PageSize = 100;

    /// <summary>Instances that are removed side by side.</summary>
    private const int Together = 16;

    private static readonly OrchestrationStatus[] Ended = [OrchestrationStatus.Completed, OrchestrationStatus.Terminated];

    private readonly AzureTables _tables;
    private readonly TransferMarks _marks;
    private readonly PurgePlace _place;
    private readonly IOrchestrationClient _client;
    private readonly TimeProvider _clock;
    private readonly ILogger<AzureRetention> _logger;

    internal AzureRetention(AzureTables tables, TransferMarks marks, IOrchestrationClient client, TimeProvider clock, ILogger<AzureRetention> logger)
    {
        _tables = tables;
        _marks = marks;
        _place = new PurgePlace(tables);
        _client = client;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Failed instances stay: staff still have to look at them.</summary>
    /// <param name="before">What ended earlier goes.</param>
    /// <param name="budget">No page is begun after so long; the next run goes on with it.</param>
    /// <exception cref="AggregateException">Some could not be removed; the others were all the same.</exception>
    public async Task<PurgeRun> PurgeAsync(DateTimeOffset before, TimeSpan budget, CancellationToken cancellationToken = default)
    {
        var began = _clock.GetTimestamp();
        var tally = new Tally();
        var place = await _place.GetAsync(cancellationToken);
        // Who ended before was created before. A token names an instance, so it stands also when others went or the filter's time moved on.
        var query = new OrchestrationQuery { CreatedTo = before, Statuses = Ended, PageSize = PageSize, ContinuationToken = place };
        do
        {
            var page = await ReadAsync(query, isKept: place is not null && query.ContinuationToken == place, cancellationToken);
            await RemoveAsync(page.Items.Where(instance => instance.LastUpdatedAt < before), tally, cancellationToken);
            query = query with { ContinuationToken = page.ContinuationToken };
            // After each page: the host may end this run at any time.
            await _place.PutAsync(query.ContinuationToken, cancellationToken);
        } while (query.ContinuationToken is not null && _clock.GetElapsedTime(began) < budget);

        var run = new PurgeRun(tally.Purged, tally.Unread, query.ContinuationToken is null) { Importing = tally.Importing };
        Purged(_logger, run.Purged, before, run.Spared, run.Importing, run.IsFinished);
        return tally.Failures.IsEmpty ? run : throw new AggregateException("Not all old instances could be removed.", tally.Failures);
    }

    private async Task<OrchestrationPage> ReadAsync(OrchestrationQuery query, bool isKept, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.QueryAsync(query, cancellationToken);
        }
        catch (Exception) when (isKept && !cancellationToken.IsCancellationRequested)
        {
            // The task hub may not know the place any more: that costs this run and not all of them.
            await _place.PutAsync(null, cancellationToken);
            throw;
        }
    }

    private Task RemoveAsync(IEnumerable<OrchestrationMetadata> old, Tally tally, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        old, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken }, async (instance, cancel) =>
        {
            try
            {
                await RemoveAsync(instance.InstanceId, tally, cancel);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // One broken instance must not keep the others here.
                Failed(_logger, e, instance.InstanceId);
                tally.Failures.Add(new InvalidOperationException($"{instance.InstanceId} could not be removed: {e.Message}", e));
            }
        });

    private async Task RemoveAsync(string orderId, Tally tally, CancellationToken cancellationToken)
    {
        var registered = await _tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Registry, cancellationToken);
        if (registered is not null && MoveRows.Read(registered) is { ElsewhereSince: not null } move)
        {
            if (!TransferRules.MayForget(move, MoveRows.ReadMove(registered)))
            {
                tally.AddUnread();
                return;
            }

            // An import may be about to start the order anew under this very id, and a removal looks at the id alone.
            if (await _marks.UnfinishedAsync(cancellationToken) is not null)
            {
                tally.AddImporting();
                return;
            }
        }

        tally.AddPurged(await _client.PurgeAsync(orderId, cancellationToken));
    }

    [LoggerMessage(EventId = 4402, EventName = "Purged", Level = LogLevel.Information, Message = "Purged {Count} instances that ended before {Before}; spared {Spared} of orders that left and were not exported yet, and {Importing} because an import is under way. Finished: {Finished}.")]
    private static partial void Purged(ILogger logger, int count, DateTimeOffset before, int spared, int importing, bool finished);

    [LoggerMessage(EventId = 4403, Level = LogLevel.Error, Message = "The ended instance {InstanceId} could not be removed.")]
    private static partial void Failed(ILogger logger, Exception exception, string instanceId);

    private sealed class Tally
    {
        private int _purged;
        private int _unread;
        private int _importing;

        public int Purged => _purged;

        public int Unread => _unread;

        public int Importing => _importing;

        public ConcurrentBag<Exception> Failures { get; } = [];

        public void AddPurged(int count) => Interlocked.Add(ref _purged, count);

        public void AddUnread() => Interlocked.Increment(ref _unread);

        public void AddImporting() => Interlocked.Increment(ref _importing);
    }
}
