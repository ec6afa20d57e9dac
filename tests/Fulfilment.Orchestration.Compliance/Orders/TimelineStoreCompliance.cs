using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Orders;

public abstract class TimelineStoreCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);

    private ITimelineStore Timeline => Harness.Port<ITimelineStore>();

    [Fact]
    public async Task List_NothingHappened_IsEmpty() => Assert.Empty(await Timeline.ListAsync(Order));

    [Fact]
    public async Task List_EntriesOfSeveralTurns_ByRevisionThenPosition()
    {
        await AppendAsync(10, Entry("e"), Entry("f"));
        await AppendAsync(9, Entry("c"), Entry("d"));
        await AppendAsync(1, Entry("a"), Entry("b"));
        await Harness.CommitAsync(batch => Timeline.Append(batch, Samples.OrderId(2), 5, [Entry("other")]));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], (await Timeline.ListAsync(Order)).Select(entry => entry.Code));
    }

    [Fact]
    public async Task Append_SameRevisionAgain_ChangesNothing()
    {
        await AppendAsync(1, Entry("a"), Entry("b"));
        await AppendAsync(1, Entry("x"), Entry("y"));
        await Harness.ReopenAsync();
        await AppendAsync(1, Entry("a"), Entry("b"));
        Assert.Equal(["a", "b"], (await Timeline.ListAsync(Order)).Select(entry => entry.Code));
    }

    [Fact]
    public async Task Append_SameRevisionAtOnce_KeepsOneOfEach()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AppendAsync(1, Entry("a"), Entry("b"))));
        Assert.Equal(2, (await Timeline.ListAsync(Order)).Count);
    }

    [Fact]
    public async Task List_OddAndLargeData_ReadsItBackWhole()
    {
        var data = Samples.OddTexts.ToDictionary(text => "key " + text, text => text);
        data["large"] = new string('山', 100_000);
        var entry = Entry("odd") with { Data = data };
        await AppendAsync(1, entry);
        AssertSame(entry, (await Timeline.ListAsync(Order)).Single());
    }

    private static TimelineEntry Entry(string code) => new(3, Samples.Start, Actor.Customer, code, new Dictionary<string, string> { ["line"] = "1" });

    private Task AppendAsync(long revision, params TimelineEntry[] entries) => Harness.CommitAsync(batch => Timeline.Append(batch, Order, revision, entries));
}
