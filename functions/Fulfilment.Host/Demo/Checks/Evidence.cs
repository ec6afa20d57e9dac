using Fulfilment.Domain.Orders;
using Fulfilment.Host.Serving;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>Everything that a finished run left behind, read from its database (read-only) and its mailbox.</summary>
internal sealed record Evidence
{
    public required IReadOnlyDictionary<string, OrderView> Orders { get; init; }
    public required ILookup<string, Receipt> Receipts { get; init; }
    public required IReadOnlyList<ReleaseEntry> Releases { get; init; }
    public required IReadOnlyDictionary<(string Store, string Sku), StockLevel> Stock { get; init; }
    public required IReadOnlyList<(string Store, StockHolding Holding)> Holdings { get; init; }
    public required IReadOnlyList<MailLogEntry> Mails { get; init; }
    public required IReadOnlyList<MailFile> MailFiles { get; init; }
    public required IReadOnlyList<StaffAlert> Alerts { get; init; }
    public required IReadOnlySet<string> Parked { get; init; }

    public IEnumerable<ReleaseOrder> ReleasesOf(string orderId) => Releases.Where(e => e.Release.OrderId == orderId).Select(e => e.Release);

    public Receipt? ReceiptOf(string orderId, string commandId) => Receipts[orderId].FirstOrDefault(r => r.CommandId == commandId);

    public static async Task<Evidence> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        DataFolder.RequireDatabase(directory);
        var settings = SettingsLoader.Load(directory, []);
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Fulfilment.DurableTask.IEngineStore>(new SideStore(Path.GetFullPath(directory), TimeProvider.System))
            .AddSingleton<IStoreDirectory>(new StoreDirectory(settings.Stores.Select(s => s.Store)))
            .AddSqliteStores()
            .BuildServiceProvider();
        var stores = settings.Stores.Select(s => s.Store.Profile.Id).ToList();
        var index = services.GetRequiredService<IOrderIndex>();
        var receipts = services.GetRequiredService<IReceiptStore>();
        var stock = services.GetRequiredService<IStockLedger>();
        var rows = await AllAsync(cursor => index.ListAsync(new OrderQuery(Cursor: cursor, Limit: 200), cancellationToken));
        var byOrder = new List<(string OrderId, Receipt Receipt)>();
        foreach (var row in rows) byOrder.AddRange((await receipts.ListAsync(row.View.Id, cancellationToken)).Select(r => (row.View.Id, r)));
        var levels = new Dictionary<(string, string), StockLevel>();
        var holdings = new List<(string, StockHolding)>();
        foreach (var store in stores)
        {
            foreach (var level in await AllAsync(cursor => stock.ListAsync(store, cursor, 200, cancellationToken))) levels[(store, level.Sku)] = level;
            holdings.AddRange((await stock.HoldingsAsync(store, cancellationToken)).Select(h => (store, h)));
        }

        return new Evidence
        {
            Orders = rows.ToDictionary(r => r.View.Id, r => r.View, StringComparer.Ordinal),
            Receipts = byOrder.ToLookup(r => r.OrderId, r => r.Receipt, StringComparer.Ordinal),
            Releases = await ReleasesAsync(services.GetRequiredService<IReleaseFeed>(), cancellationToken),
            Stock = levels,
            Holdings = holdings,
            Mails = await AllAsync(cursor => services.GetRequiredService<IMailLog>().ListAsync(null, cursor, 200, cancellationToken)),
            MailFiles = MailFile.ReadAll(Path.Combine(directory, DataFolder.MailboxFolder)),
            Alerts = await AllAsync(cursor => services.GetRequiredService<IStaffAlerts>().ListOpenAsync(null, cursor, 200, cancellationToken)),
            Parked = (await AllAsync(cursor => services.GetRequiredService<IDeliveryInbox>().ListParkedAsync(null, cursor, 200, cancellationToken))).Select(p => p.Id).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static async Task<List<ReleaseEntry>> ReleasesAsync(IReleaseFeed feed, CancellationToken cancellationToken)
    {
        var all = new List<ReleaseEntry>();
        while (await feed.ReadAsync(null, all.Count == 0 ? 0 : all[^1].Position, 200, cancellationToken) is { Count: > 0 } page) all.AddRange(page);
        return all;
    }
}
