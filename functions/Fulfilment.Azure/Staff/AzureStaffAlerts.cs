using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Azure.Staff;

/// <summary>A row per alert, which stands for good, and a list of the open ones.</summary>
internal sealed partial class AzureStaffAlerts(AzureTables tables, Positions positions, TimeProvider clock, ILogger<AzureStaffAlerts> logger) : IStaffAlerts
{
    private const string RowKey = "a";

    /// <summary>Characters; a property takes 32,768.</summary>
    private const int LongestDocument = 32_000;

    private readonly ListIndex _open = new(tables.Lists, "open-alerts", newestFirst: false);

    public void Raise(IWriteBatch batch, StaffAlert alert)
    {
        var position = positions.Next();
        batch.Add(new StepWrite(async cancel =>
        {
            var row = new TableEntity(TableKey.Escape(alert.Key), RowKey) { ["Doc"] = Document(alert), ["Position"] = position };
            if (await tables.Alerts.InsertAsync(row, cancel)) Raised(logger, alert.Code, alert.OrderId, alert.Text);
            else row = (await tables.Alerts.GetAsync(row.PartitionKey, RowKey, cancel))!;
            if (row["ResolvedAt"] is null) await _open.AddAsync(row.Number("Position"), alert.Key, Read(row).Store, cancel);
        }));
    }

    /// <summary>An alert of another host, open or resolved as it was there; nobody is told anew.</summary>
    internal void Restore(IWriteBatch batch, TransferAlert alert)
    {
        var position = alert.Alert.At.UtcTicks;
        batch.Add(new StepWrite(async cancel =>
        {
            var partition = TableKey.Escape(alert.Alert.Key);
            var row = (await tables.Alerts.GetAsync(partition, RowKey, cancel))?.Copy() ?? new TableEntity(partition, RowKey) { ["Position"] = position };
            row["Doc"] = JsonSerializer.Serialize(alert.Alert, DomainJson.Options);
            row["ResolvedBy"] = alert.ResolvedBy;
            row.SetTime("ResolvedAt", alert.ResolvedAt);
            await tables.Alerts.UpsertAsync(row, cancel);
            if (alert.ResolvedAt is null) await _open.AddAsync(row.Number("Position"), alert.Alert.Key, alert.Alert.Store, cancel);
            else await _open.RemoveAsync(row.Number("Position"), alert.Alert.Key, cancel);
        }));
    }

    /// <summary>Of these orders, open and resolved. Alerts are not listed by order: one pass over all of them for many orders at once.</summary>
    internal async Task<ILookup<string, TransferAlert>> OfAsync(IReadOnlySet<string> orderIds, CancellationToken cancellationToken)
    {
        var found = new List<(long Position, TransferAlert Alert)>();
        await foreach (var row in tables.Alerts.QueryAsync(new TableQuery(TableFilter.Row(RowKey)), cancellationToken))
        {
            if (Read(row) is var alert && orderIds.Contains(alert.OrderId)) found.Add((row.Number("Position"), new TransferAlert(alert, row.Time("ResolvedAt"), row.Text("ResolvedBy"))));
        }

        return found.OrderBy(item => item.Position).ToLookup(item => item.Alert.Alert.OrderId, item => item.Alert, StringComparer.Ordinal);
    }

    public Task<Page<StaffAlert>> ListOpenAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        _open.PageAsync(store, cursor, limit, OpenAsync, cancellationToken);

    public async Task<bool> ResolveAsync(string key, string? store, string by, CancellationToken cancellationToken = default)
    {
        if (await tables.Alerts.GetAsync(TableKey.Escape(key), RowKey, cancellationToken) is not { } row || row["ResolvedAt"] is not null) return false;
        if (store is not null && Read(row).Store != store) return false;
        var resolved = row.Copy();
        resolved["ResolvedBy"] = by;
        resolved.SetTime("ResolvedAt", clock.GetUtcNow());
        if (!await tables.Alerts.ReplaceAsync(resolved, cancellationToken)) return false;
        await _open.RemoveAsync(row.Number("Position"), key, cancellationToken);
        return true;
    }

    private async Task<StaffAlert?> OpenAsync(string key, CancellationToken cancellationToken) =>
        await tables.Alerts.GetAsync(TableKey.Escape(key), RowKey, cancellationToken) is { } row && row["ResolvedAt"] is null ? Read(row) : null;

    // The alert rule in infra/ looks for these words.
    [LoggerMessage(EventId = 4301, EventName = "StaffAlert", Level = LogLevel.Warning, Message = "Staff alert {Code} for {OrderId}: {Text}")]
    private static partial void Raised(ILogger logger, string code, string orderId, string text);

    /// <summary>A text may be all that is left of a message: it is cut only when a property would not take it.</summary>
    private static string Document(StaffAlert alert)
    {
        var document = JsonSerializer.Serialize(alert, DomainJson.Options);
        return document.Length <= LongestDocument ? document : JsonSerializer.Serialize(alert with { Text = alert.Text.Cut() }, DomainJson.Options);
    }

    private static StaffAlert Read(TableEntity row) => JsonSerializer.Deserialize<StaffAlert>(row.Text("Doc")!, DomainJson.Options)!;
}
