using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Azure.Stock;

/// <summary>
/// Runs operations on a store's ledger one after the other: each reads the head, computes on a snapshot, and commits only if the
/// head is still the one it read. What orders must hear is part of the commit and told after it; the next operation waits for
/// that, or does it, so that news never overtakes news.
/// </summary>
internal sealed class StockRunner(AzureTables tables, StockNewsTeller teller, StockJournal journal, IPolicyStore policies, TimeProvider clock)
{
    public async Task<StockOutcome> RunAsync(StockOperation operation, CancellationToken cancellationToken)
    {
        var partition = TableKey.Escape(operation.Store);
        var outcome = await Contention.RunAsync($"The stock of {operation.Store}", cancel => TryAsync(partition, operation, cancel), cancellationToken);
        await FinishAsync(operation.Store, cancellationToken);
        return outcome;
    }

    /// <summary>Completes what an operation committed and did not carry out, because its process died. Also called by the maintenance timer.</summary>
    public async Task FinishAsync(string store, CancellationToken cancellationToken)
    {
        var partition = TableKey.Escape(store);
        while (await tables.Stock.GetAsync(partition, StockRowKeys.Head, cancellationToken) is { } head)
        {
            if (head["Journal"] is not null)
            {
                await journal.ApplyAsync(head, cancellationToken);
                continue;
            }

            if (head["Untold"] is null) return;
            var rows = await teller.TellAsync(partition, head.Number("Untold"), cancellationToken);
            var told = head.Copy();
            told["Untold"] = null;
            // When it fails, somebody else is already further.
            await tables.Stock.CommitAsync([new TableAction.Replace(told), .. rows.Select(key => new TableAction.Delete(new TableEntity(partition, key) { ETag = "*" }))], cancellationToken);
            return;
        }
    }

    private async Task<Attempt<StockOutcome>> TryAsync(string partition, StockOperation operation, CancellationToken cancellationToken)
    {
        var head = await tables.Stock.GetAsync(partition, StockRowKeys.Head, cancellationToken);
        if (await tables.Stock.GetAsync(partition, StockRowKeys.Operation(operation.Key), cancellationToken) is { } done)
            return Attempt<StockOutcome>.Of(new StockOutcome(true, done.Text("Answer")));
        if (operation.After is { } last && (head is null ? 0 : StockRowKeys.SequenceOf(head)) != last) throw new StockMovedException();
        if (head?["Journal"] is not null || head?["Untold"] is not null)
        {
            await FinishAsync(operation.Store, cancellationToken);
            return Attempt<StockOutcome>.Lost;
        }

        var maxOvertakes = (await policies.GetAsync(operation.Store, cancellationToken)).MaxOvertakes;
        var (snapshot, loaded, answer) = await ComputeAsync(partition, operation, maxOvertakes, cancellationToken);
        return await CommitAsync(partition, head, operation, answer, snapshot, loaded, cancellationToken)
            ? Attempt<StockOutcome>.Of(new StockOutcome(false, answer))
            : Attempt<StockOutcome>.Lost;
    }

    /// <summary>With the operation's own order and skus; if it has to look at others, with all that wait.</summary>
    private async Task<(StockSnapshot Snapshot, LoadedStock Loaded, string? Answer)> ComputeAsync(string partition, StockOperation operation, int maxOvertakes, CancellationToken cancellationToken)
    {
        var own = await StockLoader.LoadOwnAsync(tables.Stock, partition, operation, cancellationToken);
        try
        {
            return Compute(own);
        }
        catch (OrdersNotReadException)
        {
            return Compute(await StockLoader.LoadAllAsync(tables.Stock, partition, own, cancellationToken));
        }

        (StockSnapshot, LoadedStock, string?) Compute(LoadedStock loaded)
        {
            var snapshot = new StockSnapshot(clock.GetUtcNow(), loaded);
            var answer = operation.Act(new StockTurn(snapshot, operation.Store, operation.Key, () => maxOvertakes));
            return (snapshot, loaded, answer);
        }
    }

    private Task<bool> CommitAsync(
        string partition, TableEntity? head, StockOperation operation, string? answer, StockSnapshot snapshot, LoadedStock loaded, CancellationToken cancellationToken)
    {
        var next = head?.Copy() ?? new TableEntity(partition, StockRowKeys.Head);
        var sequence = next.Number("Sequence") + 1;
        next["Sequence"] = sequence;
        var done = new TableEntity(partition, StockRowKeys.Operation(operation.Key)) { ["Key"] = operation.Key, ["Answer"] = answer };
        List<TableAction> actions = [new TableAction.Insert(done)];
        IReadOnlyList<TableEntity> parts = [];
        if (!snapshot.News.IsEmpty)
        {
            next["Untold"] = sequence;
            var news = new TableEntity(partition, StockRowKeys.News(sequence));
            parts = Documents.SetJson(news, "Doc", snapshot.News);
            actions.Add(new TableAction.Insert(news));
        }

        return journal.CommitAsync(head is null, next, actions, parts, StockChanges.Of(partition, snapshot, loaded), cancellationToken);
    }
}
