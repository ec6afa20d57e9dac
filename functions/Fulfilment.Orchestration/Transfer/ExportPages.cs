using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>
/// The export of a running host, a bounded part a call: the header, its orders some at a time, then each store's records and its goods. Whoever asks keeps the place;
/// every part may be asked for again, and gives the same again.
/// </summary>
public sealed class ExportPages(ITransferSource source, OrderExport export, IStoreDirectory stores, TimeProvider clock)
{
    /// <summary>Orders that are asked to leave together; one may take half a minute to say that it cannot.</summary>
    private const int PageSize = 20;

    private const string Orders = "orders";
    private const string Store = "store";
    private const string Goods = "goods";

    /// <param name="cursor">Null: from the header on.</param>
    /// <exception cref="FormatException">The cursor is none of an earlier page.</exception>
    /// <exception cref="TransferBlockedException">Something has to be done here first.</exception>
    public async Task<ExportPage> ReadAsync(string? cursor, CancellationToken cancellationToken = default) => cursor?.Split(' ') switch
    {
        null => await BeginAsync(cancellationToken),
        [Orders] => await OrdersAsync(null, cancellationToken),
        [Orders, var after] => await OrdersAsync(after, cancellationToken),
        [Store, var id] when IsKnown(id) => await StoreAsync(id, await source.StockOperationsAsync(id, cancellationToken), null, cancellationToken),
        [Store, var id, var operations, var place] when IsKnown(id) => await StoreAsync(id, Number(operations), Encoding.UTF8.GetString(Base64Url.DecodeFromChars(place)), cancellationToken),
        [Goods, var id, var operations] when IsKnown(id) => await GoodsAsync(id, Number(operations), cancellationToken),
        _ => throw new FormatException($"'{cursor}' is no place in an export."),
    };

    private IReadOnlyList<string> All => [.. stores.All.Select(store => store.Profile.Id).Order(StringComparer.Ordinal)];

    private bool IsKnown(string store) => All.Contains(store, StringComparer.Ordinal);

    private async Task<ExportPage> BeginAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await source.MarkExportedAsync(All, now, cancellationToken);
        return new ExportPage([new TransferRecord.Header(TransferFile.Format, now, All)], new ExportProgress(Orders, new ExportResult()));
    }

    private async Task<ExportPage> OrdersAsync(string? after, CancellationToken cancellationToken)
    {
        var ids = await source.OrderIdsAsync(after, PageSize, cancellationToken);
        if (ids.Count == 0) return new ExportPage([], new ExportProgress(NextStore(null), new ExportResult()));
        var records = new List<TransferRecord>();
        var result = await export.OrdersAsync(ids, records.Add, cancellationToken);
        return new ExportPage(records, new ExportProgress($"{Orders} {ids[^1]}", result));
    }

    /// <exception cref="FormatException">It is none.</exception>
    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <param name="operations">On the store's stock, before its first page: what is read of it afterwards must be all of it.</param>
    /// <param name="place">Null: the store's first page. It may hold anything, so it is encoded in the cursor.</param>
    private async Task<ExportPage> StoreAsync(string id, long operations, string? place, CancellationToken cancellationToken)
    {
        var page = await source.ReadStoreAsync(id, place, cancellationToken);
        var next = page.Next is { } more ? FormattableString.Invariant($"{Store} {id} {operations} {Base64Url.EncodeToString(Encoding.UTF8.GetBytes(more))}") : FormattableString.Invariant($"{Goods} {id} {operations}");
        return new ExportPage(page.Records, new ExportProgress(next, new ExportResult()));
    }

    private async Task<ExportPage> GoodsAsync(string id, long operations, CancellationToken cancellationToken)
    {
        var goods = await source.TakeGoodsAsync(id, operations, cancellationToken).ToListAsync(cancellationToken);
        return new ExportPage([.. goods], new ExportProgress(NextStore(id), new ExportResult()));
    }

    private string? NextStore(string? after) =>
        All.FirstOrDefault(id => after is null || string.CompareOrdinal(id, after) > 0) is { } next ? $"{Store} {next}" : null;
}

/// <param name="Records">Lines of the file, in their order.</param>
public sealed record ExportPage(IReadOnlyList<TransferRecord> Records, ExportProgress Progress);

/// <summary>The last line of a page. A wire format.</summary>
/// <param name="Next">Where the next page begins; null: there is none.</param>
/// <param name="Result">Of this page alone.</param>
public sealed record ExportProgress(string? Next, ExportResult Result);
