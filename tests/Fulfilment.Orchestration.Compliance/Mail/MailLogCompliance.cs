using System.Globalization;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Mail;

public abstract class MailLogCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);

    private IMailLog Log => Harness.Port<IMailLog>();

    [Fact]
    public async Task RecordIntent_FirstTry_IsOneAndDurable()
    {
        var message = Message("k1") with { Subject = Samples.OddTexts[8], Html = string.Concat(Enumerable.Repeat("<p>é山🎁</p>", 30_000)), Text = string.Join('\n', Samples.OddTexts) };
        var count = await Log.RecordIntentAsync(message);
        var at = Harness.Clock.GetUtcNow();
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await Harness.ReopenAsync();
        Assert.Equal(1, count);
        AssertSame(new MailLogEntry(message, "intended", 1, at, null, null, null), (await Log.GetAsync("k1"))!);
    }

    [Fact]
    public async Task RecordIntent_SecondTry_CountsAndShowsItsText()
    {
        await Log.RecordIntentAsync(Message("k1") with { Text = "link one" });
        await Harness.ReopenAsync();
        Assert.Equal(2, await Log.RecordIntentAsync(Message("k1") with { Text = "link two" }));
        Assert.Equal("link two", (await Log.GetAsync("k1"))!.Message.Text);
    }

    [Fact]
    public async Task RecordIntent_ManyAtOnce_CountsEach()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Log.RecordIntentAsync(Message("k1"))));
        Assert.Equal(Enumerable.Range(1, 10), counts.Order());
    }

    [Fact]
    public async Task RecordIntent_AfterItWasSent_CountsButLeavesTheSentMail()
    {
        await Log.RecordIntentAsync(Message("k1") with { Text = "sent" });
        await Harness.CommitAsync(batch => Log.MarkSent(batch, "k1", "p-1"));
        Assert.Equal(2, await Log.RecordIntentAsync(Message("k1") with { Text = "again" }));
        var entry = (await Log.GetAsync("k1"))!;
        Assert.Equal(("sent", "sent", "p-1", 2), (entry.Status, entry.Message.Text, entry.ProviderId, entry.Intents));
    }

    [Fact]
    public async Task MarkSent_Repeated_KeepsTheFirstTimeAndProviderId()
    {
        await Log.RecordIntentAsync(Message("k1"));
        var sentAt = Harness.Clock.GetUtcNow();
        await Harness.CommitAsync(batch => Log.MarkSent(batch, "k1", "p-1"));
        Harness.Clock.Advance(TimeSpan.FromHours(1));
        await Harness.CommitAsync(batch => Log.MarkSent(batch, "k1", "p-2"));
        await Harness.CommitAsync(batch => Log.MarkRefused(batch, "k1", "late"));
        var entry = (await Log.GetAsync("k1"))!;
        Assert.Equal(("sent", sentAt, "p-1", null), (entry.Status, entry.SentAt, entry.ProviderId, entry.Reason));
    }

    [Fact]
    public async Task MarkRefused_Intended_KeepsTheReason()
    {
        await Log.RecordIntentAsync(Message("k1"));
        await Harness.CommitAsync(batch => Log.MarkRefused(batch, "k1", "No such mailbox."));
        var entry = (await Log.GetAsync("k1"))!;
        Assert.Equal(("refused", "No such mailbox.", null), (entry.Status, entry.Reason, entry.SentAt));
    }

    [Fact]
    public async Task Get_UnknownKey_ReturnsNull() => Assert.Null(await Log.GetAsync("k404"));

    [Fact]
    public async Task List_PagedWhileMailsAreSent_NewestFirstWithoutRepeatOrSkip()
    {
        for (var i = 0; i < 7; i++) await Log.RecordIntentAsync(Message(Key(i)));
        await Log.RecordIntentAsync(Message("other") with { OrderId = Samples.OrderId(2) });
        var first = await Log.ListAsync(Order, limit: 3);
        await Log.RecordIntentAsync(Message(Key(7)));
        await Harness.CommitAsync(batch => Log.MarkSent(batch, Key(5), null));
        var second = await Log.ListAsync(Order, first.Next, 3);
        var third = await Log.ListAsync(Order, second.Next, 3);
        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(Key), first.Items.Concat(second.Items).Concat(third.Items).Select(entry => entry.Message.Key));
        Assert.Null(third.Next);
        Assert.Equal(9, (await Log.ListAsync(null)).Items.Count);
    }

    private static string Key(int number) => $"{Order}/{number.ToString(CultureInfo.InvariantCulture)}";

    private static MailMessage Message(string key) => new(key, Order, "received", "shop@example.com", "client1@example.com", "Votre commande", "<p>Merci</p>", "Merci");
}
