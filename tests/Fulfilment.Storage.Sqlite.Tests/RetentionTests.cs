using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Retention;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>Personal data goes when it is old; what keeps a thing from being done twice stays.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(120);
    private SqliteHarness _harness = null!;

    private DateTimeOffset Now => _harness.Clock.GetUtcNow();

    private SqliteRetention Retention => _harness.Port<SqliteRetention>();

    public async Task InitializeAsync() => _harness = await SqliteHarness.OpenAsync();

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Purge_OldDelivery_EmptiesItsBodyAndKeepsItsAnswer()
    {
        var inbox = _harness.Port<IDeliveryInbox>();
        var old = Delivery("old");
        var first = await inbox.AcceptAsync(old, new IntakeAction.Upsert(Samples.OrderId(1), Samples.Place(1)));
        _harness.Clock.Advance(Age + TimeSpan.FromDays(1));
        await inbox.AcceptAsync(Delivery("young"), new IntakeAction.Ignore("no order"));

        Assert.Equal(1, (await Retention.CountAsync(Now - Age)).Webhooks);
        Assert.Equal(new OldData(1, 0, 0), await Retention.PurgeAsync(Now - Age));

        Assert.Equal(new OldData(0, 0, 0), await Retention.PurgeAsync(Now - Age));
        Assert.Equal(["old 0", "young 5"], await TextsAsync("SELECT delivery_id || ' ' || length(body) FROM intake_deliveries ORDER BY 1"));
        Assert.Equal(first with { Repeated = true }, await inbox.AcceptAsync(old, new IntakeAction.Upsert(Samples.OrderId(1), Samples.Place(1))));
    }

    [Fact]
    public async Task Purge_OldParkedDelivery_IsKeptUntilStaffHaveReplayedIt()
    {
        var inbox = _harness.Port<IDeliveryInbox>();
        var parked = await inbox.AcceptAsync(Delivery("parked"), new IntakeAction.Park("$", "not mapped"));
        _harness.Clock.Advance(Age + TimeSpan.FromDays(1));

        Assert.Equal(0, (await Retention.PurgeAsync(Now - Age)).Webhooks);
        Assert.Equal("hello"u8.ToArray(), (await inbox.GetParkedAsync(parked.ParkedId!))!.Delivery.Body);
        await inbox.ReplayParkedAsync(parked.ParkedId!, new IntakeAction.Ignore("done"));

        Assert.Equal(1, (await Retention.PurgeAsync(Now - Age)).Webhooks);
        Assert.True((await inbox.ReplayParkedAsync(parked.ParkedId!, new IntakeAction.Ignore("again"))).Repeated);
    }

    [Fact]
    public async Task LeftUnread_OrderThatLeftFromHere_CountsUntilAnExportReadIt()
    {
        var (order, moves) = (Samples.OrderId(1), _harness.Port<IOrderMoves>());
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole());
        Assert.Equal(0, await Retention.LeftUnreadAsync());
        await _harness.CommitAsync(batch => moves.Depart(batch, order, 2, Samples.Start));
        Assert.Equal(1, await Retention.LeftUnreadAsync());

        await _harness.EndOrderAsync(order);
        await _harness.Port<ITransferSource>().TakeAsync([new LeavingOrder(order, TransferSamples.Whole(moves: 2).Departure)]);
        Assert.Equal(0, await Retention.LeftUnreadAsync());
    }

    [Fact]
    public async Task LeftUnread_IdOfAnOrderThatWasNeverHere_DoesNotCount()
    {
        await _harness.Port<ITransferTarget>().ReserveAsync([new KnownId(Samples.OrderId(1), 3, Elsewhere: true)]);
        Assert.Equal(0, await Retention.LeftUnreadAsync());
    }

    [Fact]
    public async Task Purge_OldMail_EmptiesAddressAndTextAndNeverLetsItBeSentAgain()
    {
        var log = _harness.Port<IMailLog>();
        await SentAsync("old");
        await log.RecordIntentAsync(Mail("waiting"));
        _harness.Clock.Advance(Age + TimeSpan.FromDays(1));
        await SentAsync("young");

        Assert.Equal(1, (await Retention.CountAsync(Now - Age)).Mails);
        Assert.Equal(1, (await Retention.PurgeAsync(Now - Age)).Mails);
        Assert.Equal(0, (await Retention.PurgeAsync(Now - Age)).Mails);

        var old = (await log.GetAsync("old"))!;
        Assert.Equal(("sent", "Subject", "", "", ""), (old.Status, old.Message.Subject, old.Message.To, old.Message.Html, old.Message.Text));
        Assert.Equal("text of waiting", (await log.GetAsync("waiting"))!.Message.Text);
        Assert.Equal("text of young", (await log.GetAsync("young"))!.Message.Text);
        Assert.Equal(2, await log.RecordIntentAsync(Mail("old")));
        Assert.Equal("", (await log.GetAsync("old"))!.Message.To);
    }

    [Fact]
    public async Task Purge_TokensThatEndedLongAgo_AreGoneAndOthersOpenStill()
    {
        var tokens = _harness.Port<ITokenStore>();
        var live = await tokens.IssueAsync(Grant("live"));
        await tokens.IssueAsync(Grant("expired") with { ExpiresAt = Now.AddDays(1) });
        await tokens.IssueAsync(Grant("revoked"));
        await tokens.RevokeAsync("revoked");
        var later = await tokens.IssueAsync(Grant("later") with { ExpiresAt = Now.AddDays(180) });
        _harness.Clock.Advance(Age + TimeSpan.FromDays(2));

        Assert.Equal(new OldData(0, 0, 2), await Retention.PurgeAsync(Now - Age));

        Assert.Equal(["later", "live"], await TextsAsync("SELECT id FROM tokens_grants ORDER BY 1"));
        Assert.NotNull(await tokens.FindAsync(live));
        Assert.NotNull(await tokens.FindAsync(later));
    }

    [Fact]
    public async Task Purge_MoreThanAChunk_TakesAll()
    {
        var inbox = _harness.Port<IDeliveryInbox>();
        for (var n = 0; n < 250; n++) await inbox.AcceptAsync(Delivery($"d{n}"), new IntakeAction.Ignore("no order"));
        _harness.Clock.Advance(Age + TimeSpan.FromDays(1));

        Assert.Equal(250, (await Retention.PurgeAsync(Now - Age)).Webhooks);
    }

    private async Task SentAsync(string key)
    {
        var log = _harness.Port<IMailLog>();
        await log.RecordIntentAsync(Mail(key));
        await _harness.CommitAsync(batch => log.MarkSent(batch, key, null));
    }

    private static MailMessage Mail(string key) => new(key, Samples.OrderId(1), "received", "shop@example.com", "cam@example.com", "Subject", "<p>html</p>", "text of " + key);

    private Delivery Delivery(string id) => new("own", SampleStores.Demo, "order", id, Encoding.UTF8.GetBytes("hello"), Now);

    private TokenGrant Grant(string id) => new(id, TokenKind.CustomerOrder, null, null, Samples.OrderId(1), "customer", Now, null);

    private Task<List<string>> TextsAsync(string sql) => _harness.Engine.Store.ReadAsync(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    });
}
