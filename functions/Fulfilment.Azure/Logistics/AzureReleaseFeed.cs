using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Logistics;

/// <summary>
/// Releases in one partition: each change takes the next position from the head row, in one transaction with the entry, so that
/// a reader who follows the positions misses none. That one partition bounds releases to some tens a second. Each change is also
/// named in the queue of releases, for systems that would rather wait than poll.
/// </summary>
internal sealed class AzureReleaseFeed(AzureTables tables, IMessageQueues queues) : IReleaseFeed
{
    private const string Partition = "feed";
    private const string Head = "h";

    public void Publish(IWriteBatch batch, ReleaseOrder release) => batch.Add(new StepWrite(async cancel =>
    {
        await ChangeAsync(release.Key, row =>
        {
            if (row["Release"] is not null || row["ReleaseSize"] is not null) return null;
            row["Store"] = release.Store;
            row["State"] = nameof(ReleaseFeedState.Published);
            return Documents.SetJson(row, "Release", release);
        }, cancel);
        await queues.SendAsync(QueueNames.Releases, release.Key, cancellationToken: cancel);
    }));

    /// <summary>A release that another host published, as it stands. One that the warehouse has not answered is named in the queue again.</summary>
    internal void Restore(IWriteBatch batch, TransferRelease restored) => batch.Add(new StepWrite(async cancel =>
    {
        var (release, state, intercept, detail) = restored;
        await ChangeAsync(release.Key, row =>
        {
            if (row.Text("State") == state.ToString() && row.Flag("Intercept") == intercept && row.Text("Detail") == detail) return null;
            var isNew = row["State"] is null;
            row["Store"] = release.Store;
            row["State"] = state.ToString();
            row["Intercept"] = intercept ? true : null;
            row["Detail"] = detail;
            return isNew ? Documents.SetJson(row, "Release", release) : [];
        }, cancel);
        if (state == ReleaseFeedState.Published) await queues.SendAsync(QueueNames.Releases, release.Key, cancellationToken: cancel);
    }));

    /// <summary>The order's releases: their keys are made of its id and a number.</summary>
    internal async Task<IReadOnlyList<TransferRelease>> OfAsync(string orderId, CancellationToken cancellationToken)
    {
        var filter = TableFilter.And(TableFilter.Partition(Partition), TableFilter.RowPrefix(EntryKey(orderId + "/")));
        var rows = await tables.Releases.QueryAsync(new TableQuery(filter), cancellationToken).ToListAsync(cancellationToken);
        return await Task.WhenAll(rows.OrderBy(row => row.Number("Position")).Select(async row => new TransferRelease(
            await Documents.GetJsonAsync<ReleaseOrder>(tables.Releases, row, "Release", cancellationToken), State(row), row.Flag("Intercept"), row.Text("Detail"))));
    }

    public void RequestIntercept(IWriteBatch batch, string releaseKey, string? reason) => batch.Add(new StepWrite(async cancel =>
    {
        var isThere = false;
        await ChangeAsync(releaseKey, row =>
        {
            isThere = row["State"] is not null;
            if (!isThere || row.Flag("Intercept")) return null;
            row["Intercept"] = true;
            row["Detail"] = reason?.Cut() ?? row.Text("Detail");
            return [];
        }, cancel);
        // Also when nothing had to change: who asked for it first may have died before he sent the message.
        if (isThere) await queues.SendAsync(QueueNames.Releases, releaseKey, cancellationToken: cancel);
    }));

    public async Task<IReadOnlyList<ReleaseEntry>> ReadAsync(string? store, long after, int limit = 100, CancellationToken cancellationToken = default)
    {
        var filter = TableFilter.And(
            TableFilter.Partition(Partition), TableFilter.RowPrefix("p|"), TableFilter.RowsAfter(PositionKey(after)), store is null ? null : TableFilter.Equal("Store", store));
        var size = Cursors.Bound(limit);
        var rows = await tables.Releases.QueryAsync(new TableQuery(filter, Top: size), cancellationToken).Take(size).ToListAsync(cancellationToken);
        var entries = await Task.WhenAll(rows.Select(row => GetAsync(row.Text("Key")!, cancellationToken)));
        // An entry that moved on meanwhile has a position beyond all that were read here: the reader meets it there.
        return [.. entries.Zip(rows).Where(pair => pair.First is { } entry && PositionKey(entry.Position) == pair.Second.RowKey).Select(pair => pair.First!)];
    }

    public async Task<ReleaseEntry?> GetAsync(string releaseKey, CancellationToken cancellationToken = default)
    {
        if (await tables.Releases.GetAsync(Partition, EntryKey(releaseKey), cancellationToken) is not { } row) return null;
        var release = await Documents.GetJsonAsync<ReleaseOrder>(tables.Releases, row, "Release", cancellationToken);
        return new ReleaseEntry(row.Number("Position"), release, State(row), row.Flag("Intercept"), row.Text("Detail"));
    }

    public async Task<bool> AnswerAsync(string releaseKey, ReleaseFeedState state, string? detail, CancellationToken cancellationToken = default)
    {
        if (state is not (ReleaseFeedState.Acknowledged or ReleaseFeedState.Rejected)) throw new ArgumentOutOfRangeException(nameof(state), state, "An answer acknowledges or rejects.");
        await ChangeAsync(releaseKey, row =>
        {
            if (row["State"] is null || State(row) != ReleaseFeedState.Published) return null;
            row["State"] = state.ToString();
            row["Detail"] = detail?.Cut() ?? row.Text("Detail");
            return [];
        }, cancellationToken);
        if (await tables.Releases.GetAsync(Partition, EntryKey(releaseKey), cancellationToken) is not { } answered || State(answered) != state) return false;
        if (!answered.Flag("AnswerTold")) await TellAnswerAsync(answered, releaseKey, cancellationToken);
        return true;
    }

    /// <summary>Once, as far as may be: a warehouse system that answers each message it gets must not be sent another for its repeated answer.</summary>
    private async Task TellAnswerAsync(TableEntity answered, string releaseKey, CancellationToken cancellationToken)
    {
        await queues.SendAsync(QueueNames.Releases, releaseKey, cancellationToken: cancellationToken);
        var told = answered.Copy();
        told["AnswerTold"] = true;
        // When it fails, the entry has changed again, and has a message for that.
        await tables.Releases.ReplaceAsync(told, cancellationToken);
    }

    /// <param name="change">Returns part rows to be written with it; null: leave everything as it is.</param>
    /// <returns>False when it was left as it is.</returns>
    private Task<bool> ChangeAsync(string releaseKey, Func<TableEntity, IReadOnlyList<TableEntity>?> change, CancellationToken cancellationToken) =>
        Contention.RunAsync("The release feed", async cancel =>
        {
            var present = await tables.Releases.GetAsync(Partition, EntryKey(releaseKey), cancel);
            var head = await tables.Releases.GetAsync(Partition, Head, cancel);
            var entry = present?.Copy() ?? new TableEntity(Partition, EntryKey(releaseKey));
            if (change(entry) is not { } parts) return Attempt<bool>.Of(false);
            var next = head?.Copy() ?? new TableEntity(Partition, Head);
            var position = next.Number("Last") + 1;
            next["Last"] = position;
            entry["Position"] = position;
            var actions = new List<TableAction> { head is null ? new TableAction.Insert(next) : new TableAction.Replace(next) };
            actions.Add(present is null ? new TableAction.Insert(entry) : new TableAction.Replace(entry));
            actions.Add(new TableAction.Insert(new TableEntity(Partition, PositionKey(position)) { ["Key"] = releaseKey, ["Store"] = entry.Text("Store") }));
            if (present is not null) actions.Add(new TableAction.Delete(new TableEntity(Partition, PositionKey(present.Number("Position"))) { ETag = "*" }));
            actions.AddRange(parts.Select(part => new TableAction.Insert(part)));
            return (await tables.Releases.CommitAsync(actions, cancel)).Committed ? Attempt<bool>.Of(true) : Attempt<bool>.Lost;
        }, cancellationToken);

    private static ReleaseFeedState State(TableEntity row) => Enum.Parse<ReleaseFeedState>(row.Text("State")!);

    private static string EntryKey(string releaseKey) => TableKey.Join("k", releaseKey);

    private static string PositionKey(long position) => $"p|{TableKey.Rising(position)}";
}
