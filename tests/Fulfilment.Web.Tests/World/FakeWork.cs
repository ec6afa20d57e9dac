using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

public sealed class FakeFeed(Ledger ledger) : IReleaseFeed
{
    private readonly List<ReleaseEntry> _entries = [];

    public void Have(ReleaseOrder release) => _entries.Add(new(_entries.Count + 1, release, ReleaseFeedState.Published, false, null));

    public Task<IReadOnlyList<ReleaseEntry>> ReadAsync(string? store, long after, int limit = 100, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ReleaseEntry>>([.. _entries.Where(e => e.Position > after && (store is null || e.Release.Store == store)).Take(limit)]);

    public Task<ReleaseEntry?> GetAsync(string releaseKey, CancellationToken cancellationToken = default) => Task.FromResult(_entries.Find(e => e.Release.Key == releaseKey));

    public Task<bool> AnswerAsync(string releaseKey, ReleaseFeedState state, string? detail, CancellationToken cancellationToken = default)
    {
        ledger.Record($"feed.{state} {releaseKey}");
        var at = _entries.FindIndex(e => e.Release.Key == releaseKey);
        if (_entries[at].State != ReleaseFeedState.Published) return Task.FromResult(_entries[at].State == state);
        _entries[at] = _entries[at] with { State = state, Detail = detail };
        return Task.FromResult(true);
    }

    public void Publish(IWriteBatch batch, ReleaseOrder release) => throw new InvalidOperationException("Only orchestrations publish.");

    public void RequestIntercept(IWriteBatch batch, string releaseKey, string? reason) => throw new InvalidOperationException("Only orchestrations intercept.");
}

public sealed class FakePayments : IPaymentLedger
{
    public List<PaymentEntry> Entries { get; } = [];

    public Task<IReadOnlyList<PaymentEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PaymentEntry>>([.. Entries.Where(e => e.OrderId == orderId)]);

    public Task<Page<PaymentEntry>> ListOpenAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Page<PaymentEntry>([.. Entries.Where(e => (store is null || e.Store == store) && e.Status is "requested" or "forStaff")], null));

    public void Put(IWriteBatch batch, PaymentEntry entry) => throw new InvalidOperationException("Only orchestrations move money.");
}

public sealed class FakeMails : IMailLog
{
    public List<MailLogEntry> Entries { get; } = [];

    public Task<Page<MailLogEntry>> ListAsync(string? orderId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Page<MailLogEntry>([.. Entries.Where(e => orderId is null || e.Message.OrderId == orderId)], null));

    public Task<MailLogEntry?> GetAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult(Entries.Find(e => e.Message.Key == key));

    public Task<int> RecordIntentAsync(MailMessage message, CancellationToken cancellationToken = default) => throw new InvalidOperationException("Only the outbox sends.");

    public void MarkSent(IWriteBatch batch, string key, string? providerId) => throw new InvalidOperationException("Only the outbox sends.");

    public void MarkRefused(IWriteBatch batch, string key, string reason) => throw new InvalidOperationException("Only the outbox sends.");
}

public sealed class FakeAlerts(Ledger ledger) : IStaffAlerts
{
    public List<StaffAlert> Open { get; } = [];

    public Task<Page<StaffAlert>> ListOpenAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Page<StaffAlert>([.. Open.Where(a => store is null || a.Store == store)], null));

    public Task<bool> ResolveAsync(string key, string? store, string by, CancellationToken cancellationToken = default)
    {
        ledger.Record($"alert.resolve {key}");
        return Task.FromResult(Open.RemoveAll(a => a.Key == key && (store is null || a.Store == store)) > 0);
    }

    public void Raise(IWriteBatch batch, StaffAlert alert) => throw new InvalidOperationException("Only orchestrations alert.");
}

public sealed class FakeQuarantine(Ledger ledger) : IQuarantine
{
    public List<QuarantinedItem> Items { get; } = [];

    public Task<IReadOnlyList<QuarantinedItem>> ListAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<QuarantinedItem>>([.. Items]);

    public Task<bool> RetryAsync(string id, CancellationToken cancellationToken = default)
    {
        ledger.Record($"quarantine.retry {id}");
        return Task.FromResult(Items.RemoveAll(i => i.Id == id) > 0);
    }
}
