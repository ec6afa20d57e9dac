using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>What staff see and do: quarantine, alerts, tokens, the release feed.</summary>
public sealed class StaffGapTests : GapTests
{
    [Fact]
    public Task Effect_GivenUp_IsListedOnce() => EveryGapAsync(
        prepare: harness => ParkAsync(harness, park: false),
        act: harness => ProcessAsync(harness),
        check: async harness =>
        {
            var item = Assert.Single(await harness.Port<IQuarantine>().ListAsync());
            Assert.Contains("no such mailbox", item.Reason, StringComparison.Ordinal);
        });

    [Fact]
    public Task Quarantine_RetriedByStaff_IsDelivered() => EveryGapAsync(
        prepare: async harness =>
        {
            await ParkAsync(harness, park: true);
            harness.Port<Handler>().Refuses = false;
        },
        act: async harness =>
        {
            // Staff press the button as long as they see the item.
            foreach (var item in await harness.Port<IQuarantine>().ListAsync()) await harness.Port<IQuarantine>().RetryAsync(item.Id);
        },
        check: async harness =>
        {
            Assert.Empty(await harness.Port<IQuarantine>().ListAsync());
            harness.Clock.Advance(TimeSpan.FromMinutes(10));
            await harness.Queues.HandleAsync(QueueNames.Outbox, message => harness.Port<OutboxProcessor>().ProcessAsync(OutboxLane.Parse(message)));
            Assert.Equal([1L], harness.Port<Handler>().Delivered);
        });

    [Fact]
    public Task Alert_Raised_IsListedOnce() => EveryGapAsync(
        act: harness => harness.CommitAsync(batch => harness.Port<IStaffAlerts>().Raise(batch, Alert())),
        check: async harness => Assert.Single((await harness.Port<IStaffAlerts>().ListOpenAsync(null)).Items));

    [Fact]
    public Task Alert_Resolved_LeavesTheListForGood() => EveryGapAsync(
        prepare: harness => harness.CommitAsync(batch => harness.Port<IStaffAlerts>().Raise(batch, Alert())),
        act: harness => harness.Port<IStaffAlerts>().ResolveAsync("a1", null, "Sam"),
        check: async harness =>
        {
            await harness.CommitAsync(batch => harness.Port<IStaffAlerts>().Raise(batch, Alert()));
            Assert.Empty((await harness.Port<IStaffAlerts>().ListOpenAsync(null)).Items);
        });

    /// <summary>A secret whose issue died was never shown to anybody; the repeat has an id and a secret of its own.</summary>
    [Fact]
    public Task Token_Issued_OpensAndCanBeRevoked()
    {
        string? secret = null;
        var issues = 0;
        return EveryGapAsync(
            act: async harness => secret = await harness.Port<ITokenStore>().IssueAsync(Grant() with { Id = $"t{++issues}" }),
            check: async harness =>
            {
                var tokens = harness.Port<ITokenStore>();
                Assert.Equal($"t{issues}", (await tokens.FindAsync(secret!))?.Id);
                Assert.Single(await tokens.ListAsync(TokenKind.Staff), grant => grant.Id == $"t{issues}");
                foreach (var grant in await tokens.ListAsync(TokenKind.Staff)) Assert.True(await tokens.RevokeAsync(grant.Id));
                Assert.Null(await tokens.FindAsync(secret!));
                Assert.Empty(await tokens.ListAsync(TokenKind.Staff));
            });
    }

    [Fact]
    public Task Token_Revoked_OpensNothingAndIsNotListed()
    {
        string? secret = null;
        return EveryGapAsync(
            prepare: async harness => secret = await harness.Port<ITokenStore>().IssueAsync(Grant()),
            act: harness => harness.Port<ITokenStore>().RevokeAsync("t1"),
            check: async harness =>
            {
                Assert.Null(await harness.Port<ITokenStore>().FindAsync(secret!));
                Assert.Empty(await harness.Port<ITokenStore>().ListAsync(TokenKind.Staff));
            });
    }

    [Fact]
    public Task Release_InterceptRequested_IsOnTheFeedAndInTheQueue() => EveryGapAsync(
        prepare: PublishReleaseAsync,
        act: harness => harness.CommitAsync(batch => harness.Port<IReleaseFeed>().RequestIntercept(batch, Release().Key, "wanted back")),
        check: async harness =>
        {
            Assert.True(Assert.Single(await harness.Port<IReleaseFeed>().ReadAsync(null, 0)).InterceptRequested);
            Assert.Contains(harness.Queues.Take(QueueNames.Releases), message => message.Message == Release().Key);
        });

    /// <summary>What <c>LogisticsApi</c> does: the feed's row, then the order's command.</summary>
    [Fact]
    public Task Release_Acknowledged_ReachesTheOrderAndTheQueue() => EveryGapAsync(
        prepare: PublishReleaseAsync,
        act: async harness =>
        {
            Assert.True(await harness.Port<IReleaseFeed>().AnswerAsync(Release().Key, ReleaseFeedState.Acknowledged, "W1"));
            await harness.Port<ICommandChannel>().SubmitAsync(Order, Acknowledged(), "hash");
        },
        check: async harness =>
        {
            Assert.Equal(ReleaseFeedState.Acknowledged, Assert.Single(await harness.Port<IReleaseFeed>().ReadAsync(null, 0)).State);
            Assert.Contains(harness.Queues.Take(QueueNames.Releases), message => message.Message == Release().Key);
            Assert.Equal(["release-ack-1"], (await harness.RaisedAsync(Order)).Select(command => command.CommandId).Distinct());
        });

    /// <summary>A warehouse system that answers each message it gets must not be sent another for the same answer.</summary>
    [Fact]
    public async Task Release_AcknowledgedAgain_SendsNoFurtherMessage()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        await PublishReleaseAsync(harness);
        for (var times = 0; times < 3; times++) Assert.True(await harness.Port<IReleaseFeed>().AnswerAsync(Release().Key, ReleaseFeedState.Acknowledged, "W1"));
        Assert.Single(harness.Queues.Take(QueueNames.Releases));
        Assert.False(await harness.Port<IReleaseFeed>().AnswerAsync(Release().Key, ReleaseFeedState.Rejected, "no"));
        Assert.Empty(harness.Queues.Take(QueueNames.Releases));
    }

    private static async Task ParkAsync(AzureHarness harness, bool park)
    {
        harness.Port<Handler>().Refuses = true;
        await harness.CommitAsync(batch => batch.Enqueue(new OutboxMessage($"{Order}/1", Handler.Lane, Order, 1, "1")));
        if (park) await ProcessAsync(harness);
        harness.Queues.Take(QueueNames.Outbox);
    }

    private static Task ProcessAsync(AzureHarness harness)
    {
        // The dead process's lease runs out first.
        harness.Clock.Advance(TimeSpan.FromMinutes(10));
        return harness.Port<OutboxProcessor>().ProcessAsync(new OutboxLane(Order, Handler.Lane));
    }

    private static async Task PublishReleaseAsync(AzureHarness harness)
    {
        await harness.StartOrderAsync(Order);
        await harness.CommitAsync(batch => harness.Port<IReleaseFeed>().Publish(batch, Release()));
        harness.Queues.Take(QueueNames.Releases);
    }

    private static StaffAlert Alert() => new("a1", Order, SampleStores.Demo, "Test", "text", Samples.Start);

    private static TokenGrant Grant() => new("t1", TokenKind.Staff, "admin", SampleStores.Demo, null, "admin", Samples.Start, null);

    private static OrderCommand.ReleaseAcknowledged Acknowledged() => new(1, "W1") { CommandId = "release-ack-1", Actor = Actor.System, At = Samples.Start };
}
