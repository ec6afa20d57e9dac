using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Logistics;

/// <summary>The store's last number and the row of the key that got it change in one transaction.</summary>
internal sealed class AzureWaybillNumbers(AzureTables tables) : IWaybillNumbers
{
    private const int Last = 99_999_999;
    private const string Head = "h";

    public Task<int> NextAsync(string store, string key, CancellationToken cancellationToken = default) =>
        Contention.RunAsync($"The waybill numbers of {store}", async cancel =>
        {
            var partition = TableKey.Escape(store);
            var keyRow = TableKey.Join("k", key);
            if (await tables.Waybills.GetAsync(partition, keyRow, cancel) is { } given) return Attempt<int>.Of((int)given.Number("Number"));
            var present = await tables.Waybills.GetAsync(partition, Head, cancel);
            var number = (int)(present?.Number("Last") ?? 0) + 1;
            if (number > Last) throw new InvalidOperationException($"Store '{store}' has used all {Last} waybill numbers of the S10 form: give it another service indicator.");
            var head = present?.Copy() ?? new TableEntity(partition, Head);
            head["Last"] = number;
            var commit = await tables.Waybills.CommitAsync(
            [
                present is null ? new TableAction.Insert(head) : new TableAction.Replace(head),
                new TableAction.Insert(new TableEntity(partition, keyRow) { ["Key"] = key, ["Number"] = number }),
            ], cancel);
            return commit.Committed ? Attempt<int>.Of(number) : Attempt<int>.Lost;
        }, cancellationToken);
}
