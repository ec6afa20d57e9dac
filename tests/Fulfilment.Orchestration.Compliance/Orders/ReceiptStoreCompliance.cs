using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Orders;

public abstract class ReceiptStoreCompliance : StoreCompliance
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly string Order = Samples.OrderId(1);

    private IReceiptStore Receipts => Harness.Port<IReceiptStore>();

    [Fact]
    public async Task Get_NoReceiptYet_ReturnsNull() => Assert.Null(await Receipts.GetAsync(Order, "c1"));

    public static TheoryData<Refusal> Refusals =>
    [
        new Refusal.AlreadyReleased("Sam", Samples.Start), new Refusal.NotEditableForCategory(ChangeKind.AddLine, "engraving", "1"), new Refusal.WouldEmptyOrder(),
        new Refusal.AddedLineOutOfStock("mug \"large\" 山", 2), new Refusal.VersionConflict(4), new Refusal.EditPending("c0", Samples.Start), new Refusal.OrderClosed(OrderStatus.Cancelled),
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Get_RejectedReceipt_ReturnsItsTypedReason(Refusal reason)
    {
        var receipt = Samples.Receipt("c1", Outcome.Rejected) with { Reason = reason };
        await PutAsync(receipt);
        var read = (await Receipts.GetAsync(Order, "c1"))!;
        Assert.Equal(reason, read.Reason);
        AssertSame(receipt, read);
    }

    [Fact]
    public async Task Get_SameCommandIdOfAnotherOrder_ReturnsNull()
    {
        await PutAsync(Samples.Receipt("c1"));
        Assert.Null(await Receipts.GetAsync(Samples.OrderId(2), "c1"));
    }

    [Fact]
    public async Task Get_OddCommandIds_KeepsThemApart()
    {
        for (var i = 0; i < Samples.OddTexts.Count; i++) await PutAsync(Samples.Receipt(Samples.OddTexts[i], version: i));
        for (var i = 0; i < Samples.OddTexts.Count; i++) Assert.Equal(i, (await Receipts.GetAsync(Order, Samples.OddTexts[i]))!.Version);
    }

    [Theory]
    [InlineData(Outcome.Applied, Outcome.Rejected)]
    [InlineData(Outcome.Applied, Outcome.NoOp)]
    [InlineData(Outcome.Rejected, Outcome.Applied)]
    [InlineData(Outcome.NoOp, Outcome.Applied)]
    [InlineData(Outcome.Provisional, Outcome.Provisional)]
    [InlineData(Outcome.Provisional, Outcome.NoOp)]
    [InlineData(Outcome.Applied, Outcome.Provisional)]
    public async Task Put_SecondReceiptOfACommand_LeavesTheFirst(Outcome first, Outcome second)
    {
        await PutAsync(Samples.Receipt("c1", first, version: 1));
        await PutAsync(Samples.Receipt("c1", second, version: 2));
        AssertSame(Samples.Receipt("c1", first, version: 1), (await Receipts.GetAsync(Order, "c1"))!);
    }

    [Theory]
    [InlineData(Outcome.Applied)]
    [InlineData(Outcome.Rejected)]
    public async Task Put_ProvisionalIsSettled_ReplacesItOnce(Outcome settled)
    {
        await PutAsync(Samples.Receipt("c1", Outcome.Provisional, version: 1));
        await PutAsync(Samples.Receipt("c1", settled, version: 2));
        await PutAsync(Samples.Receipt("c1", Outcome.Applied, version: 3));
        AssertSame(Samples.Receipt("c1", settled, version: 2), (await Receipts.GetAsync(Order, "c1"))!);
    }

    [Fact]
    public async Task List_SeveralReceipts_OldestFirstAndASettledOneKeepsItsPlace()
    {
        await PutAsync(Samples.Receipt("z", Outcome.Provisional));
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await PutAsync(Samples.Receipt("a") with { At = Samples.Start.AddMinutes(1) });
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await PutAsync(Samples.Receipt("m") with { At = Samples.Start.AddMinutes(2) });
        await PutAsync(Samples.Receipt("z") with { At = Samples.Start.AddMinutes(3) });
        await Harness.ReopenAsync();
        Assert.Equal(["z", "a", "m"], (await Receipts.ListAsync(Order)).Select(receipt => receipt.CommandId));
    }

    [Fact]
    public async Task IsKnown_CommandAcceptedWithoutReceipt_IsTrue()
    {
        await Harness.StartOrderAsync(Order);
        await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"));
        Assert.True(await Receipts.IsKnownAsync(Order, "c1"));
        Assert.False(await Receipts.IsKnownAsync(Order, "c2"));
        Assert.False(await Receipts.IsKnownAsync(Samples.OrderId(2), "c1"));
    }

    [Fact]
    public async Task Wait_ReceiptIsThere_ReturnsItAtOnce()
    {
        await PutAsync(Samples.Receipt("c1"));
        Assert.NotNull(await Receipts.WaitAsync(Order, "c1", TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_ReceiptComesLater_WakesEveryWaiterOfThatCommand()
    {
        var waits = Enumerable.Range(0, 5).Select(_ => Receipts.WaitAsync(Order, "c1", Long)).ToList();
        await PutAsync(Samples.Receipt("c0"));
        await Harness.CommitAsync(batch => Receipts.Put(batch, Samples.OrderId(2), Samples.Receipt("c1", version: 99)));
        await PutAsync(Samples.Receipt("c1", version: 4));
        foreach (var receipt in await Task.WhenAll(waits)) Assert.Equal(("c1", 4), (receipt!.CommandId, receipt.Version));
    }

    [Fact]
    public async Task Wait_ProvisionalReceipt_Counts()
    {
        var wait = Receipts.WaitAsync(Order, "c1", Long);
        await PutAsync(Samples.Receipt("c1", Outcome.Provisional));
        Assert.Equal(Outcome.Provisional, (await wait)!.Outcome);
    }

    [Fact]
    public async Task Wait_NoneComes_ReturnsNullInRealTimeThoughTheClockStands() =>
        Assert.Null(await Receipts.WaitAsync(Order, "c1", TimeSpan.FromMilliseconds(20)));

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var wait = Receipts.WaitAsync(Order, "c1", Long, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private Task PutAsync(Receipt receipt) => Harness.CommitAsync(batch => Receipts.Put(batch, Order, receipt));
}
