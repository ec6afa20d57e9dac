using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Policy;

/// <summary>A row per version, newest first. A version can be inserted once, so of two admins one is told that the other was faster.</summary>
internal sealed class AzurePolicyStore(AzureTables tables, IStoreDirectory stores, TimeProvider clock) : IPolicyStore
{
    public async Task<ReleasePolicy> GetAsync(string store, CancellationToken cancellationToken = default)
    {
        await foreach (var row in tables.Policies.QueryAsync(Versions(store) with { Top = 1 }, cancellationToken)) return await ReadAsync(row, cancellationToken);
        // Local times of a policy nobody saved are the shop's own.
        return stores.Find(store) is { } settings ? new() { Calendar = new() { TimeZone = settings.Profile.TimeZone } } : new();
    }

    public async Task<ReleasePolicy?> PutAsync(string store, ReleasePolicy policy, int expectedVersion, string by, CancellationToken cancellationToken = default)
    {
        if ((await GetAsync(store, cancellationToken)).Version != expectedVersion) return null;
        var saved = policy with { Version = expectedVersion + 1 };
        var row = new TableEntity(TableKey.Escape(store), TableKey.Falling(saved.Version)) { ["Version"] = saved.Version, ["By"] = by };
        row.SetTime("At", clock.GetUtcNow());
        var parts = Documents.SetJson(row, "Doc", saved);
        var commit = await tables.Policies.CommitAsync([new TableAction.Insert(row), .. parts.Select(part => new TableAction.Insert(part))], cancellationToken);
        return commit.Committed ? saved : null;
    }

    public async Task<IReadOnlyList<PolicyVersion>> HistoryAsync(string store, CancellationToken cancellationToken = default)
    {
        var rows = await tables.Policies.QueryAsync(Versions(store), cancellationToken).ToListAsync(cancellationToken);
        return await Task.WhenAll(rows.Select(async row =>
            new PolicyVersion((int)row.Number("Version"), row.Time("At")!.Value, row.Text("By")!, await ReadAsync(row, cancellationToken))));
    }

    private static TableQuery Versions(string store) => new(TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.Rows("0", Documents.PartPrefix)));

    private Task<ReleasePolicy> ReadAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<ReleasePolicy>(tables.Policies, row, "Doc", cancellationToken);
}
