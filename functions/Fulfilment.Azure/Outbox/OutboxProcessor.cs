using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Transfer;
using Fulfilment.DurableTask;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Azure.Outbox;

/// <summary>Delivers a lane's effects in order, one process at a time.</summary>
public sealed partial class OutboxProcessor
{
    /// <summary>Longer than the functions' own time limit, so that a lease never ends under a living holder.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(6);

    private readonly AzureTables _tables;
    private readonly OutboxRows _rows;
    private readonly OutboxPolicy _policy;
    private readonly AzureWriteBatches _batches;
    private readonly Dictionary<string, IOutboxHandler> _handlers;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboxProcessor> _logger;

    internal OutboxProcessor(
        AzureTables tables, OutboxRows rows, OutboxPolicy policy, AzureWriteBatches batches, IEnumerable<IOutboxHandler> handlers, TimeProvider clock, ILogger<OutboxProcessor> logger)
    {
        _tables = tables;
        _rows = rows;
        _policy = policy;
        _batches = batches;
        _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Everything that is due, until the lane is empty or its next effect has to wait; then a message for that time is left.</summary>
    public async Task ProcessAsync(OutboxLane lane, CancellationToken cancellationToken = default)
    {
        if (await NextAsync(lane, cancellationToken) is null) return;
        if (await LeaseAsync(lane, cancellationToken) is not { } lease) return;
        try
        {
            while (await NextAsync(lane, cancellationToken) is { } row)
            {
                var wait = row.Time("NextAt") - _clock.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await _rows.SignalAsync(lane, wait, cancellationToken);
                    return;
                }

                if (await HasLeftAsync(lane.InstanceId, cancellationToken)) return;
                await DeliverAsync(row, cancellationToken);
            }
        }
        finally
        {
            // Not the caller's token: a lease kept by a stopping process would hold up its lane.
            await _tables.Instances.DeleteAsync(lease, CancellationToken.None);
        }
    }

    private async Task<TableEntity?> NextAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        var filter = TableFilter.And(
            TableFilter.Partition(InstanceRows.Partition(lane.InstanceId)), TableFilter.RowPrefix(InstanceRows.EffectPrefix(lane.Kind)), TableFilter.Equal("State", OutboxRows.Pending));
        await foreach (var row in _tables.Instances.QueryAsync(new TableQuery(filter, Top: 1), cancellationToken)) return row;
        return null;
    }

    /// <returns>The lease's row; null when another process delivers: it may have looked for the last time, so a message is left for after it.</returns>
    private async Task<TableEntity?> LeaseAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        var partition = InstanceRows.Partition(lane.InstanceId);
        var rowKey = InstanceRows.Lane(lane.Kind);
        var held = await _tables.Instances.GetAsync(partition, rowKey, cancellationToken);
        if (held?.Time("Until") is { } until && until > _clock.GetUtcNow())
        {
            await _rows.SignalAsync(lane, _policy.BusyLane, cancellationToken);
            return null;
        }

        var lease = held?.Copy() ?? new TableEntity(partition, rowKey);
        lease["Holder"] = Guid.NewGuid().ToString("N");
        lease.SetTime("Until", _clock.GetUtcNow() + LeaseTime);
        var won = held is null ? await _tables.Instances.InsertAsync(lease, cancellationToken) : await _tables.Instances.ReplaceAsync(lease, cancellationToken);
        var mine = await _tables.Instances.GetAsync(partition, rowKey, cancellationToken);
        // After a lost answer the row may be ours though the write said otherwise.
        if (mine is not null && (won || mine.Text("Holder") == lease.Text("Holder"))) return mine;
        await _rows.SignalAsync(lane, _policy.BusyLane, cancellationToken);
        return null;
    }

    private async Task DeliverAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var message = await _rows.ReadAsync(row, cancellationToken);
        var attempt = (int)row.Number("Attempts") + 1;
        var completion = _batches.Create();
        var result = await TryAsync(new OutboxDelivery(message, attempt, row.Time("EnqueuedAt")!.Value), completion, cancellationToken);
        // An order that left meanwhile would not hear the result: its next host delivers the effect again, under the same key.
        if (await HasLeftAsync(message.InstanceId, cancellationToken)) return;
        // Also one that asks for later each time comes to staff in the end, as on the embedded engine.
        if (result is OutboxResult.RetryAfter last && attempt >= _policy.MaxAttempts) result = new OutboxResult.GiveUp($"Given up after {attempt} tries: {last.Reason}");
        // Whatever the handler wrote before it gave up or put it off still counts only when it is done.
        if (result is OutboxResult.Done) await completion.CommitAsync(cancellationToken);
        await SettleAsync(row, attempt, result, cancellationToken);
    }

    /// <summary>Its effects are the other host's. No message is left: the import that brings it back leaves one.</summary>
    private async Task<bool> HasLeftAsync(string instanceId, CancellationToken cancellationToken) =>
        await _tables.Instances.GetAsync(InstanceRows.Partition(instanceId), InstanceRows.Registry, cancellationToken) is { } registered && MoveRows.ElsewhereSince(registered) is not null;

    private async Task<OutboxResult> TryAsync(OutboxDelivery delivery, AzureWriteBatch completion, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(delivery.Message.Kind, out var handler)) return new OutboxResult.GiveUp($"There is no handler for '{delivery.Message.Kind}'.");
        try
        {
            return await handler.DeliverAsync(delivery, completion, cancellationToken);
        }
        catch (NonRetriableException e)
        {
            Failed(_logger, e, delivery.Message.Key, delivery.Attempt);
            return new OutboxResult.GiveUp(e.Message);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(_logger, e, delivery.Message.Key, delivery.Attempt);
            var reason = $"{e.GetType().Name}: {e.Message}";
            return new OutboxResult.RetryAfter(_policy.DelayAfter(delivery.Attempt), reason);
        }
    }

    /// <summary>A row that someone else changed meanwhile (staff sent it again) is left as it is: the loop reads it anew.</summary>
    private async Task SettleAsync(TableEntity row, int attempt, OutboxResult result, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var settled = row.Copy();
        settled["Attempts"] = attempt;
        switch (result)
        {
            case OutboxResult.Done:
                settled["State"] = OutboxRows.Done;
                break;
            case OutboxResult.RetryAfter(var delay, var reason):
                settled["Reason"] = reason.Cut();
                settled.SetTime("NextAt", now + delay);
                break;
            case OutboxResult.GiveUp(var reason):
                settled["State"] = OutboxRows.Parked;
                settled["Reason"] = reason.Cut();
                settled.SetTime("ParkedAt", now);
                // Listed first: a list row without a parked effect is passed over, a parked effect that nobody sees is lost.
                await AzureQuarantine.AddAsync(_tables, row, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"Unknown outbox result {result.GetType().Name}.");
        }

        await _tables.Instances.ReplaceAsync(settled, cancellationToken);
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Effect {Key} failed at try {Attempt}.")]
    private static partial void Failed(ILogger logger, Exception exception, string key, int attempt);
}
