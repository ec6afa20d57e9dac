using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Tests.Transfer;

/// <summary>What the two hosts answer around a move, and what does not move.</summary>
public sealed class TransferTests
{
    private static readonly string Order = Shop.Id("1");

    [Fact]
    public async Task Import_OfTheSameFileTwice_ChangesNothing()
    {
        await using var first = await ShopAsync();
        await using var second = await first.AnotherAsync();
        var (file, exported) = await first.ExportAsync();
        var imported = await second.ImportAsync(file);
        var before = await Shop.EvidenceAsync(second);

        var again = await second.ImportAsync(file);

        Assert.Equal((exported.Orders, exported.Ended), (imported.Orders, imported.Ended));
        Assert.Equal((0, 0, exported.Orders + exported.Ended), (again.Orders, again.Ended, again.AlreadyHere));
        Assert.Equal(before, await Shop.EvidenceAsync(second));
    }

    [Fact]
    public async Task Import_OfAnOldFileAfterTheOrdersMovedOn_DoesNothingAndSaysSo()
    {
        await using var first = await ShopAsync();
        await using var second = await first.AnotherAsync();
        var (old, _) = await first.ExportAsync();
        await second.ImportAsync(old);
        var (back, _) = await second.ExportAsync();
        var returned = await first.ImportAsync(back);
        var before = await Shop.EvidenceAsync(first);

        var there = await second.ImportAsync(old);
        var here = await first.ImportAsync(old);

        Assert.True(returned.Orders > 0);
        Assert.Equal((0, returned.Orders), (there.Orders, there.MovedOn));
        Assert.Equal(0, here.Orders);
        Assert.Equal(before, await Shop.EvidenceAsync(first));
        await first.AdvanceAsync(TimeSpan.FromDays(2));
        await second.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(first.Mail.Keys.Count, first.Mail.Keys.Distinct().Count());
    }

    [Fact]
    public async Task Import_OfAHostsOwnFile_GivesItNothingBack()
    {
        await using var world = await ShopAsync();
        var (file, _) = await world.ExportAsync();
        var before = await Shop.EvidenceAsync(world);

        var result = await world.ImportAsync(file);

        Assert.Equal(0, result.Orders);
        Assert.Equal(before, await Shop.EvidenceAsync(world));
    }

    [Fact]
    public async Task Export_Repeated_WritesTheSameRecords()
    {
        await using var world = await ShopAsync();

        var first = Records((await world.ExportAsync()).File);
        var second = Records((await world.ExportAsync()).File);

        Assert.Equal(string.Join('\n', first), string.Join('\n', second));
    }

    [Fact]
    public async Task Export_LaterWithNewOrders_BringsThoseAndTheirGoods()
    {
        await using var first = await ShopAsync();
        await using var second = await first.AnotherAsync();
        await second.ImportAsync((await first.ExportAsync()).File);
        await first.Get<IStockLedger>().ArriveAsync(Samples.StoreKey, "late", "MUG", 2);
        var late = await first.PlaceAsync(Samples.Order("late", first.Clock.GetUtcNow(), Samples.Line("1", "MUG")));

        var result = await second.ImportAsync((await first.ExportAsync()).File);

        Assert.Equal(1, result.Orders);
        Assert.Equal(OrderStatus.Unhandled, (await second.ViewAsync(late)).Status);
        var holding = Assert.Single(await second.Get<IStockLedger>().HoldingsAsync(Samples.StoreKey), holding => holding.OrderId == late);
        Assert.Equal(1, holding.Allocated);
        Assert.Equal((0, 0), ((await first.Get<IStockLedger>().GetAsync(Samples.StoreKey, "MUG"))!.OnHand, (await first.Get<IStockLedger>().HoldingsAsync(Samples.StoreKey)).Count));
    }

    [Fact]
    public async Task Commands_AfterTheOrderLeft_AreAnsweredMovedAndKnownOnesRepeated()
    {
        await using var first = await PlacedAsync();
        await first.SubmitAsync(Order, Commands.Note("n1", "before"));
        await first.IdleAsync();
        await first.ExportAsync();

        Assert.IsType<Submission.Moved>(await first.SubmitAsync(Order, Commands.Note("n2", "after")));
        Assert.IsType<Submission.Repeated>(await first.SubmitAsync(Order, Commands.Note("n1", "before")));
        var row = (await first.Get<IOrderIndex>().GetAsync(Order))!;
        Assert.NotNull(row.MovedAt);
        Assert.Empty((await first.Get<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items);
        Assert.Equal(0, (await first.Get<IOrderIndex>().CountAsync(null)).Values.Sum());
    }

    [Fact]
    public async Task Webhook_ForAnOrderThatLeft_IsParkedAndMovesWithTheNextExport()
    {
        await using var first = await PlacedAsync();
        await using var second = await first.AnotherAsync();
        await second.ImportAsync((await first.ExportAsync()).File);
        var changed = Samples.Order("1", first.Clock.GetUtcNow()) with { UpdatedAt = first.Clock.GetUtcNow().AddMinutes(1), GiftMessage = "from the shop" };

        var answer = await AcceptAsync(first, changed);
        await second.ImportAsync((await first.ExportAsync()).File);

        Assert.Equal(IntakeOutcome.Parked, answer.Outcome);
        var parked = Assert.Single((await second.Get<IDeliveryInbox>().ListParkedAsync(null)).Items);
        Assert.Equal(answer.ParkedId, parked.Id);
        await second.Get<IDeliveryInbox>().ReplayParkedAsync(parked.Id, new IntakeAction.Upsert(Order, Place(second, changed)));
        await second.IdleAsync();
        Assert.Equal("from the shop", (await second.ViewAsync(Order)).GiftMessage);
    }

    [Fact]
    public async Task Webhook_ForAnOrderThatHadEnded_StartsNothingOnTheTarget()
    {
        await using var first = await PlacedAsync();
        await first.SendAsync(Order, Commands.Cancel("x"));
        await first.AdvanceAsync(TimeSpan.FromDays(90));
        await using var second = await first.AnotherAsync();
        var imported = await second.ImportAsync((await first.ExportAsync()).File);

        var answer = await AcceptAsync(second, Samples.Order("1", first.Clock.GetUtcNow()) with { UpdatedAt = first.Clock.GetUtcNow() });

        Assert.Equal((0, 1), (imported.Orders, imported.Ended));
        Assert.Equal(IntakeOutcome.Known, answer.Outcome);
        Assert.Null(await second.Engine.Client.GetInstanceAsync(Order));
        Assert.Equal(OrderStatus.Cancelled, (await second.ViewAsync(Order)).Status);
    }

    [Fact]
    public async Task Suspended_OrderStaysIsNamedAndFollowsLater()
    {
        await using var first = await PlacedAsync();
        await using var second = await first.AnotherAsync();
        await first.Engine.Client.SuspendAsync(Order);

        var (file, result) = await first.ExportAsync();
        await second.ImportAsync(file);
        var change = await AcceptAsync(second, Samples.Order("1", first.Clock.GetUtcNow()) with { UpdatedAt = first.Clock.GetUtcNow().AddMinutes(5) });

        var left = Assert.Single(result.Left);
        Assert.Equal(Order, left.Id);
        Assert.Contains("resume", left.Reason, StringComparison.Ordinal);
        Assert.Equal(IntakeOutcome.Parked, change.Outcome);
        Assert.IsType<Submission.Moved>(await second.SubmitAsync(Order, Commands.Note("n", "too early")));

        await first.Engine.Client.ResumeAsync(Order);
        await first.IdleAsync();
        var later = await second.ImportAsync((await first.ExportAsync()).File);
        Assert.Equal(1, later.Orders);
        await second.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(OrderStatus.Released, (await second.ViewAsync(Order)).Status);
    }

    [Fact]
    public async Task Commands_ThatWaitedWhenTheOrderLeft_AreDecidedOnTheTargetInTheirOrder()
    {
        await using var first = await PlacedAsync();
        await using var second = await first.AnotherAsync();
        await first.Engine.Client.SuspendAsync(Order);
        var depart = new OrderCommand.Depart { CommandId = "~depart", Actor = Actor.System, At = first.Clock.GetUtcNow() };
        await first.Engine.Client.RaiseEventAsync(Order, LoopNames.CommandEvent, CommandPayload.Of(depart));
        foreach (var id in new[] { "n1", "n2", "n3" }) Assert.IsType<Submission.Accepted>(await first.SubmitAsync(Order, Commands.Note(id, id)));
        await first.Engine.Client.ResumeAsync(Order);
        await first.IdleAsync();
        Assert.Null(await first.Get<IReceiptStore>().GetAsync(Order, "n1"));

        await second.ImportAsync((await first.ExportAsync()).File);

        var receipts = (await second.Get<IReceiptStore>().ListAsync(Order)).Where(receipt => receipt.Type == "AddNote").ToList();
        Assert.Equal(["n1", "n2", "n3"], receipts.Select(receipt => receipt.CommandId));
        Assert.All(receipts, receipt => Assert.Equal(Outcome.Applied, receipt.Outcome));
        Assert.IsType<Submission.Repeated>(await second.SubmitAsync(Order, Commands.Note("n2", "n2")));
    }

    [Fact]
    public async Task Links_InMailsAlreadySent_OpenTheOrderOnTheTarget()
    {
        await using var first = await PlacedAsync();
        await using var second = await first.AnotherAsync();
        var mail = Assert.Single((await first.Get<IMailLog>().ListAsync(Order)).Items).Message;
        var secret = mail.Text[(mail.Text.LastIndexOf('/') + 1)..];

        await second.ImportAsync((await first.ExportAsync()).File);

        Assert.Equal(Order, (await second.Get<ITokenStore>().FindAsync(secret))?.OrderId);
    }

    [Fact]
    public async Task Effects_ThatWereParked_ArriveParkedWithTheirReason()
    {
        await using var first = await PlacedAsync(mailDown: true);
        await first.AdvanceAsync(TimeSpan.FromDays(5));
        await using var second = await first.AnotherAsync();
        var before = (await first.Engine.Quarantine.ListAsync()).Select(item => (item.InstanceId, item.Reason, item.Attempts, item.At)).ToList();

        await second.ImportAsync((await first.ExportAsync()).File);

        var after = await second.Engine.Quarantine.ListAsync();
        Assert.NotEmpty(before);
        Assert.Equal(before, after.Select(item => (item.InstanceId, item.Reason, item.Attempts, item.At)));
        Assert.Empty(await first.Engine.Quarantine.ListAsync());
        second.Mail.IsDown = false;
        foreach (var item in after) await second.Engine.Quarantine.RetryAsync(item.Id);
        await second.IdleAsync();
        Assert.Contains(MailTemplates.Received, second.Mail.Templates(Order));
    }

    [Fact]
    public async Task Import_WhereAnotherOrderOfThatIdLives_IsRefusedForThatOrder()
    {
        await using var first = await PlacedAsync();
        await using var second = await first.AnotherAsync();
        await second.PlaceAsync(Samples.Order("1", first.Clock.GetUtcNow(), Samples.Line("1", "NONE")));

        var result = await second.ImportAsync((await first.ExportAsync()).File);

        Assert.Equal([Order], result.Refused);
        Assert.Equal("NONE", Assert.Single((await second.ViewAsync(Order)).Lines).Sku);
    }

    private static async Task<OrderWorld> ShopAsync()
    {
        var world = await OrderWorld.StartAsync();
        foreach (var step in Shop.Steps.Take(Shop.Steps.Count - 13)) await step(world);
        return world;
    }

    private static async Task<OrderWorld> PlacedAsync(bool mailDown = false)
    {
        var world = await OrderWorld.StartAsync();
        world.Mail.IsDown = mailDown;
        foreach (var sku in new[] { "MUG", "TEE" }) await world.ArriveAsync(sku, 5);
        await world.PlaceAsync(Samples.Order("1", world.Clock.GetUtcNow()));
        return world;
    }

    private static async Task<IntakeAnswer> AcceptAsync(OrderWorld world, OrderSnapshot order)
    {
        var delivery = new Delivery("own", order.Store, "order", "change-" + order.UpdatedAt.UtcTicks, Encoding.UTF8.GetBytes(order.GiftMessage ?? "none"), world.Clock.GetUtcNow());
        var answer = await world.Get<IDeliveryInbox>().AcceptAsync(delivery, new IntakeAction.Upsert(Shop.Id(order.ExternalId), Place(world, order)));
        await world.IdleAsync();
        return answer;
    }

    private static OrderCommand.Place Place(OrderWorld world, OrderSnapshot order) => new(order, Samples.Store.Profile, world.Policy, Domain.RulesVersions.Current)
    {
        CommandId = "place",
        Actor = new Actor(ActorKind.Storefront, "own"),
        At = world.Clock.GetUtcNow(),
    };

    /// <summary>Without the header, which holds the time, and the checksum over it.</summary>
    private static IReadOnlyList<string> Records(byte[] file) => [.. Encoding.UTF8.GetString(file).Split('\n').Where(line => !line.StartsWith("""{"record":"header""", StringComparison.Ordinal) && !line.StartsWith("""{"record":"end""", StringComparison.Ordinal))];
}
