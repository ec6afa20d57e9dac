using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Logistics;

public abstract class ReleaseFeedCompliance : StoreCompliance
{
    private IReleaseFeed Feed => Harness.Port<IReleaseFeed>();

    [Fact]
    public async Task Read_PublishedReleases_InOrderAndWhole()
    {
        ReleaseOrder[] releases = [Release(3), Release(1), Release(2) with { GiftMessage = string.Join('\n', Samples.OddTexts), Lines = [new("1", "ring", "Bague", 2, new Dictionary<string, string> { ["gravure"] = "Zoë 💍" }, 10)] }];
        foreach (var release in releases) await PublishAsync(release);
        await Harness.ReopenAsync();
        var entries = await Feed.ReadAsync(null, 0);
        AssertSame<IReadOnlyList<ReleaseOrder>>(releases, [.. entries.Select(entry => entry.Release)]);
        Assert.All(entries, entry => Assert.Equal((ReleaseFeedState.Published, false, null), (entry.State, entry.InterceptRequested, entry.Detail)));
        Assert.True(entries[0].Position > 0 && entries[0].Position < entries[1].Position && entries[1].Position < entries[2].Position);
    }

    [Fact]
    public async Task Publish_KeyIsThere_LeavesTheFirst()
    {
        await PublishAsync(Release(1));
        await Feed.AnswerAsync(Key(1), ReleaseFeedState.Acknowledged, null);
        var before = await Feed.GetAsync(Key(1));
        await PublishAsync(Release(1) with { Priority = 9 });
        AssertSame(before, await Feed.GetAsync(Key(1)));
    }

    [Fact]
    public async Task Read_AfterAPosition_GivesOnlyWhatChangedSince()
    {
        for (var i = 1; i <= 4; i++) await PublishAsync(Release(i));
        var seen = (await Feed.ReadAsync(SampleStores.Demo, 0, limit: 2))[^1].Position;
        Assert.Equal([Key(3), Key(4)], (await Feed.ReadAsync(SampleStores.Demo, seen)).Select(entry => entry.Release.Key));
    }

    [Fact]
    public async Task Read_FollowingThePosition_SeesEveryChangeOnce()
    {
        for (var i = 1; i <= 3; i++) await PublishAsync(Release(i));
        var seen = (await Feed.ReadAsync(null, 0))[^1].Position;
        await InterceptAsync(1, "Wrong address.");
        await InterceptAsync(1, "Again.");
        await Feed.AnswerAsync(Key(2), ReleaseFeedState.Rejected, "No such article.");
        await Feed.AnswerAsync(Key(2), ReleaseFeedState.Rejected, "Again.");
        var changed = await Feed.ReadAsync(null, seen);
        Assert.Equal([(Key(1), true, "Wrong address."), (Key(2), false, "No such article.")], changed.Select(entry => (entry.Release.Key, entry.InterceptRequested, entry.Detail)));
        Assert.Empty(await Feed.ReadAsync(null, changed[^1].Position));
    }

    [Fact]
    public async Task Read_OneStore_LeavesOutTheOthers()
    {
        await PublishAsync(Release(1));
        await PublishAsync(Release(2, SampleStores.Other));
        Assert.Equal(Key(1), Assert.Single(await Feed.ReadAsync(SampleStores.Demo, 0)).Release.Key);
        Assert.Equal(2, (await Feed.ReadAsync(null, 0)).Count);
    }

    [Theory]
    [InlineData(ReleaseFeedState.Acknowledged, ReleaseFeedState.Rejected)]
    [InlineData(ReleaseFeedState.Rejected, ReleaseFeedState.Acknowledged)]
    public async Task Answer_Repeated_SameStateIsTrueAnotherIsFalse(ReleaseFeedState state, ReleaseFeedState other)
    {
        await PublishAsync(Release(1));
        Assert.True(await Feed.AnswerAsync(Key(1), state, "first"));
        Assert.True(await Feed.AnswerAsync(Key(1), state, "second"));
        Assert.False(await Feed.AnswerAsync(Key(1), other, "third"));
        Assert.Equal((state, "first"), ((await Feed.GetAsync(Key(1)))!.State, (await Feed.GetAsync(Key(1)))!.Detail));
    }

    [Fact]
    public async Task Answer_TwoAtOnce_OneStateWins()
    {
        await PublishAsync(Release(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Feed.AnswerAsync(Key(1), i % 2 == 0 ? ReleaseFeedState.Acknowledged : ReleaseFeedState.Rejected, null)));
        Assert.Equal(5, answers.Count(answer => answer));
    }

    [Fact]
    public async Task Answer_UnknownKey_IsFalse()
    {
        Assert.False(await Feed.AnswerAsync("demo.own.404/1", ReleaseFeedState.Acknowledged, null));
        Assert.Null(await Feed.GetAsync("demo.own.404/1"));
    }

    [Fact]
    public async Task Answer_NoAnswerAtAll_Throws()
    {
        await PublishAsync(Release(1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Feed.AnswerAsync(Key(1), ReleaseFeedState.Published, null));
    }

    [Fact]
    public async Task RequestIntercept_AnsweredRelease_KeepsItsState()
    {
        await PublishAsync(Release(1));
        await Feed.AnswerAsync(Key(1), ReleaseFeedState.Acknowledged, "wms-7");
        await InterceptAsync(1, null);
        var entry = (await Feed.GetAsync(Key(1)))!;
        Assert.Equal((ReleaseFeedState.Acknowledged, true, "wms-7"), (entry.State, entry.InterceptRequested, entry.Detail));
    }

    private static string Key(int number) => $"{Samples.OrderId(number)}/1";

    private static ReleaseOrder Release(int number, string store = SampleStores.Demo) => new(
        $"{Samples.OrderId(number, store)}/1", Samples.OrderId(number, store), store, $"#{number}", 1, Samples.Start, Samples.Start, "system",
        new Customer("Client", null), new Address("Client", "1 rue de l'Exemple", null, "Lyon", null, "69001", "FR"), null, new ShippingMethod("standard", "Standard"), 0,
        new DateOnly(2026, 3, 9), [new("1", "mug", "Tasse", 1, new Dictionary<string, string>(), 300)], null, null, 3);

    private Task PublishAsync(ReleaseOrder release) => Harness.CommitAsync(batch => Feed.Publish(batch, release));

    private Task InterceptAsync(int number, string? reason) => Harness.CommitAsync(batch => Feed.RequestIntercept(batch, Key(number), reason));
}
