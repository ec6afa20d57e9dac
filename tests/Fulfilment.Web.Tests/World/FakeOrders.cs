using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

/// <summary>Orders as the index, the receipts and the timeline show them, and a command channel that answers as a test says.</summary>
public sealed class FakeOrders(Ledger ledger) : IOrderIndex, IReceiptStore, ITimelineStore, ICommandChannel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderRow> _rows = [];
    private readonly Dictionary<(string Order, string Command), string?> _hashes = [];
    private readonly Dictionary<(string Order, string Command), Receipt> _receipts = [];
    private readonly List<(string Order, TimelineEntry Entry)> _timeline = [];

    /// <summary>Commands in the order in which they came.</summary>
    public List<(string Order, OrderCommand Command)> Sent { get; } = [];

    /// <summary>What becomes of a command; null leaves it undecided.</summary>
    public Func<OrderView, OrderCommand, Receipt?> Decide { get; set; } = (order, command) => Applied(order, command);

    /// <summary>Set: the instance has ended and answers this.</summary>
    public Receipt? ClosedWith { get; set; }

    /// <summary>The order has lived on another host since then.</summary>
    public void Move(string id, DateTimeOffset at)
    {
        lock (_gate) _rows[id] = _rows[id] with { MovedAt = at };
    }

    public static Receipt Applied(OrderView order, OrderCommand command) =>
        new(command.CommandId, command.GetType().Name, command.Actor, command.At, Outcome.Applied, order.Version + 1, []);

    public void Have(OrderView view)
    {
        lock (_gate) _rows[view.Id] = new(view, view.Version, view.PlacedAt);
    }

    public void Have(string order, params TimelineEntry[] entries)
    {
        lock (_gate) _timeline.AddRange(entries.Select(e => (order, e)));
    }

    public void Have(string order, Receipt receipt)
    {
        lock (_gate)
        {
            _hashes[(order, receipt.CommandId)] = null;
            _receipts[(order, receipt.CommandId)] = receipt;
        }
    }

    public OrderView View(string id)
    {
        lock (_gate) return _rows[id].View;
    }

    public Task<Submission> SubmitAsync(string orderId, OrderCommand command, string? bodyHash = null, CancellationToken cancellationToken = default)
    {
        ledger.Record($"command {command.GetType().Name} {orderId}");
        lock (_gate)
        {
            if (!_rows.TryGetValue(orderId, out var row)) return Task.FromResult<Submission>(new Submission.UnknownOrder());
            if (row.MovedAt is { } since) return Task.FromResult<Submission>(new Submission.Moved(since));
            if (ClosedWith is not null) return Task.FromResult<Submission>(new Submission.Closed(ClosedWith with { CommandId = command.CommandId }));
            var key = (orderId, command.CommandId);
            if (_hashes.TryGetValue(key, out var first))
                return Task.FromResult<Submission>(first is null || bodyHash is null || first == bodyHash ? new Submission.Repeated() : new Submission.Conflict());
            _hashes[key] = bodyHash;
            Sent.Add((orderId, command));
            if (Decide(row.View, command) is { } receipt) _receipts[key] = receipt;
            return Task.FromResult<Submission>(new Submission.Accepted());
        }
    }

    public Task<OrderRow?> GetAsync(string orderId, CancellationToken cancellationToken = default)
    {
        lock (_gate) return Task.FromResult(_rows.GetValueOrDefault(orderId));
    }

    public Task<Page<OrderRow>> ListAsync(OrderQuery query, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var found = _rows.Values.Where(r => Matches(r.View, query)).OrderByDescending(r => r.View.PlacedAt).ThenBy(r => r.View.Id, StringComparer.Ordinal).ToList();
            var start = query.Cursor is null ? 0 : found.FindIndex(r => r.View.Id == query.Cursor) + 1;
            if (query.Cursor is { } cursor && start == 0) throw new UnknownCursorException(cursor);
            var items = found.Skip(start).Take(query.Limit).ToList();
            return Task.FromResult(new Page<OrderRow>(items, start + items.Count < found.Count ? items[^1].View.Id : null));
        }
    }

    private static bool Matches(OrderView v, OrderQuery q) =>
        (q.Store is null || v.Store == q.Store) && (q.Status is null || v.Status == q.Status) && (!q.OpenOnly || !v.IsTerminal)
        && (q.From is null || v.PlacedAt >= q.From) && (q.Category is null || v.Lines.Any(l => l.Category == q.Category))
        && (q.Text is null || v.Number.Contains(q.Text, StringComparison.OrdinalIgnoreCase) || v.Customer.Name.Contains(q.Text, StringComparison.OrdinalIgnoreCase));

    public Task<string?> FindByTrackingAsync(string store, string trackingNumber, CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return Task.FromResult(_rows.Values.FirstOrDefault(r => r.View.Store == store && r.View.Shipments.Any(s => s.TrackingNumber == trackingNumber))?.View.Id);
    }

    public Task<IReadOnlyDictionary<OrderStatus, int>> CountAsync(string? store, CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyDictionary<OrderStatus, int>>(
                _rows.Values.Where(r => store is null || r.View.Store == store).GroupBy(r => r.View.Status).ToDictionary(g => g.Key, g => g.Count()));
    }

    Task<Receipt?> IReceiptStore.GetAsync(string orderId, string commandId, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_receipts.GetValueOrDefault((orderId, commandId)));
    }

    public Task<bool> IsKnownAsync(string orderId, string commandId, CancellationToken cancellationToken = default)
    {
        lock (_gate) return Task.FromResult(_hashes.ContainsKey((orderId, commandId)));
    }

    Task<IReadOnlyList<Receipt>> IReceiptStore.ListAsync(string orderId, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<Receipt>>([.. _receipts.Where(r => r.Key.Order == orderId).Select(r => r.Value)]);
    }

    public Task<Receipt?> WaitAsync(string orderId, string commandId, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ((IReceiptStore)this).GetAsync(orderId, commandId, cancellationToken);

    Task<IReadOnlyList<TimelineEntry>> ITimelineStore.ListAsync(string orderId, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<TimelineEntry>>([.. _timeline.Where(t => t.Order == orderId).Select(t => t.Entry)]);
    }

    void IOrderIndex.Put(IWriteBatch batch, OrderRow row) => throw Outside();

    void IReceiptStore.Put(IWriteBatch batch, string orderId, Receipt receipt) => throw Outside();

    void ITimelineStore.Append(IWriteBatch batch, string orderId, long revision, IReadOnlyList<TimelineEntry> entries) => throw Outside();

    private static InvalidOperationException Outside() => new("Only orchestrations write here; the HTTP surface has no batch.");
}
