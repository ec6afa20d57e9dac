using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Orders;

public abstract class CommandChannelCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);

    private ICommandChannel Channel => Harness.Port<ICommandChannel>();

    [Fact]
    public async Task Submit_OpenOrder_RaisesTheCommand()
    {
        await Harness.StartOrderAsync(Order);
        var note = Samples.Note("c1", "Call before noon.");
        Assert.IsType<Submission.Accepted>(await Channel.SubmitAsync(Order, note, "hash"));
        Assert.Equal(note, Assert.Single(await RaisedAsync<OrderCommand.AddNote>(Order)));
    }

    [Fact]
    public async Task Submit_EveryShapeOfCommand_ArrivesAsItWasSent()
    {
        await Harness.StartOrderAsync(Order);
        OrderCommand[] commands =
        [
            new OrderCommand.Edit([new EditChange.ChangeQuantity("1", 3), new EditChange.AddLine("ring", 1, new Dictionary<string, string> { ["engraving"] = "Zoë & Łukasz 💍" })], 4)
                { CommandId = "c1", Actor = Actor.Customer, At = Samples.Start },
            new OrderCommand.Tracking("RR000000019FR", TrackingStatus.OutForDelivery, "En livraison") { CommandId = "c2", Actor = new(ActorKind.Carrier, "post"), At = Samples.Start },
            new OrderCommand.RecordPayment(new(-1250, Domain.Currency.Of("KWD")), "bank-1") { CommandId = "c3", Actor = new(ActorKind.Admin, "Alex"), At = Samples.Start },
            new OrderCommand.StorefrontChanged(Samples.Snapshot(1)) { CommandId = "c4", Actor = new(ActorKind.Storefront, "own"), At = Samples.Start },
            new OrderCommand.ReleaseNow { CommandId = "c5", Actor = Actor.Customer, At = Samples.Start },
        ];
        foreach (var command in commands) await Channel.SubmitAsync(Order, command);
        AssertSame(commands, (await Harness.RaisedAsync(Order)).Where(command => command is not OrderCommand.Place).ToArray());
    }

    [Fact]
    public async Task Submit_SameIdAndBody_IsRepeatedAndRaisedOnce()
    {
        await Harness.StartOrderAsync(Order);
        await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash");
        Assert.IsType<Submission.Repeated>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash"));
        await Harness.ReopenAsync();
        Assert.IsType<Submission.Repeated>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash"));
        Assert.Single(await RaisedAsync<OrderCommand.AddNote>(Order));
    }

    [Fact]
    public async Task Submit_SameIdAndAnotherBody_IsAConflictAndRaisesNothing()
    {
        await Harness.StartOrderAsync(Order);
        await Channel.SubmitAsync(Order, Samples.Note("c1", "first"), "hash-1");
        Assert.IsType<Submission.Conflict>(await Channel.SubmitAsync(Order, Samples.Note("c1", "second"), "hash-2"));
        await Harness.ReopenAsync();
        Assert.IsType<Submission.Conflict>(await Channel.SubmitAsync(Order, Samples.Note("c1", "second"), "hash-2"));
        Assert.Equal("first", Assert.Single(await RaisedAsync<OrderCommand.AddNote>(Order)).Text);
    }

    [Theory]
    [InlineData(null, "hash")]
    [InlineData("hash", null)]
    [InlineData(null, null)]
    public async Task Submit_SameIdAndAHashIsMissing_IsRepeated(string? first, string? second)
    {
        await Harness.StartOrderAsync(Order);
        await Channel.SubmitAsync(Order, Samples.Note("c1"), first);
        Assert.IsType<Submission.Repeated>(await Channel.SubmitAsync(Order, Samples.Note("c1"), second));
    }

    [Fact]
    public async Task Submit_SameIdToTwoOrders_IsAcceptedByBoth()
    {
        await Harness.StartOrderAsync(Order);
        await Harness.StartOrderAsync(Samples.OrderId(2));
        Assert.IsType<Submission.Accepted>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "a"));
        Assert.IsType<Submission.Accepted>(await Channel.SubmitAsync(Samples.OrderId(2), Samples.Note("c1"), "b"));
    }

    [Fact]
    public async Task Submit_UnknownOrder_SaysSoAndDoesNotUseUpTheId()
    {
        Assert.IsType<Submission.UnknownOrder>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash"));
        await Harness.StartOrderAsync(Order);
        Assert.IsType<Submission.Accepted>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash"));
    }

    [Fact]
    public async Task Submit_EndedOrder_RecordsARefusalOnce()
    {
        await EndedOrderAsync();
        var closed = Assert.IsType<Submission.Closed>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash"));
        Assert.Equal((Outcome.Rejected, "c1", "AddNote"), (closed.Receipt.Outcome, closed.Receipt.CommandId, closed.Receipt.Type));
        Assert.Equal(new Refusal.OrderClosed(OrderStatus.Delivered), closed.Receipt.Reason);
        AssertSame(closed.Receipt, (await Harness.Port<IReceiptStore>().GetAsync(Order, "c1"))!);
        Assert.IsType<Submission.Repeated>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "hash"));
        Assert.IsType<Submission.Conflict>(await Channel.SubmitAsync(Order, Samples.Note("c1"), "other"));
        Assert.Empty(await RaisedAsync<OrderCommand.AddNote>(Order));
    }

    [Fact]
    public async Task Submit_EndedOrder_WakesWhoWaitsForTheReceipt()
    {
        await EndedOrderAsync();
        var wait = Harness.Port<IReceiptStore>().WaitAsync(Order, "c1", TimeSpan.FromSeconds(60));
        await Channel.SubmitAsync(Order, Samples.Note("c1"));
        Assert.Equal(Outcome.Rejected, (await wait)!.Outcome);
    }

    [Fact]
    public async Task Submit_SameCommandFromManySendersAtOnce_IsAcceptedOnce()
    {
        await Harness.StartOrderAsync(Order);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Channel.SubmitAsync(Order, Samples.Note("c1"), "hash")));
        Assert.Single(answers, answer => answer is Submission.Accepted);
        Assert.Equal(29, answers.Count(answer => answer is Submission.Repeated));
        Assert.Single(await RaisedAsync<OrderCommand.AddNote>(Order));
    }

    [Fact]
    public async Task Submit_ManyCommandsAtOnce_EachArrivesOnce()
    {
        await Harness.StartOrderAsync(Order);
        var ids = Enumerable.Range(0, 50).Select(i => $"c{i:00}").ToList();
        await Task.WhenAll(ids.Select(id => Channel.SubmitAsync(Order, Samples.Note(id))));
        Assert.Equal(ids, (await RaisedAsync<OrderCommand.AddNote>(Order)).Select(note => note.CommandId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Submit_OneAfterTheOther_ArriveInThatOrder()
    {
        await Harness.StartOrderAsync(Order);
        var ids = Enumerable.Range(0, 30).Select(i => $"c{i * 7 % 30}").ToList();
        foreach (var id in ids) await Channel.SubmitAsync(Order, Samples.Note(id));
        Assert.Equal(ids, (await RaisedAsync<OrderCommand.AddNote>(Order)).Select(note => note.CommandId));
    }

    [Fact]
    public async Task Submit_OddAndLargeTexts_ArriveWhole()
    {
        await Harness.StartOrderAsync(Order);
        string[] texts = [.. Samples.OddTexts, string.Concat(Enumerable.Repeat("é山🎁", 40_000))];
        for (var i = 0; i < texts.Length; i++) await Channel.SubmitAsync(Order, Samples.Note($"id {i} {Samples.OddTexts[i % 12]}", texts[i]));
        Assert.Equal(texts, (await RaisedAsync<OrderCommand.AddNote>(Order)).Select(note => note.Text));
    }

    private async Task EndedOrderAsync()
    {
        await Harness.StartOrderAsync(Order);
        var index = Harness.Port<IOrderIndex>();
        await Harness.CommitAsync(batch => index.Put(batch, new OrderRow(Samples.View(1) with { Status = OrderStatus.Delivered }, 1, Samples.Start)));
        await Harness.EndOrderAsync(Order);
    }
}
