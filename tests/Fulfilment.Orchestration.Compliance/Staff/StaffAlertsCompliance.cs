using System.Globalization;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Staff;

public abstract class StaffAlertsCompliance : StoreCompliance
{
    private IStaffAlerts Alerts => Harness.Port<IStaffAlerts>();

    [Fact]
    public async Task ListOpen_PagedWhileSomeAreResolved_OldestFirstWithoutRepeatOrSkip()
    {
        for (var i = 0; i < 8; i++) await RaiseAsync(Alert(Key(i)));
        await RaiseAsync(Alert("other") with { Store = SampleStores.Other });
        var first = await Alerts.ListOpenAsync(SampleStores.Demo, limit: 3);
        await Alerts.ResolveAsync(Key(1), null, "Sam");
        await Alerts.ResolveAsync(Key(5), null, "Sam");
        await RaiseAsync(Alert(Key(8)));
        var second = await Alerts.ListOpenAsync(SampleStores.Demo, first.Next, 3);
        var third = await Alerts.ListOpenAsync(SampleStores.Demo, second.Next, 3);
        Assert.Equal(new[] { 0, 1, 2, 3, 4, 6, 7, 8 }.Select(Key), first.Items.Concat(second.Items).Concat(third.Items).Select(alert => alert.Key));
        Assert.Equal(8, (await Alerts.ListOpenAsync(null)).Items.Count);
    }

    [Fact]
    public async Task Raise_SameKeyAgain_LeavesTheFirst()
    {
        var alert = Alert("k1") with { Text = string.Join('\n', Samples.OddTexts) };
        await RaiseAsync(alert);
        await RaiseAsync(alert with { Text = "second" });
        await Harness.ReopenAsync();
        Assert.Equal(alert, Assert.Single((await Alerts.ListOpenAsync(null)).Items));
    }

    [Fact]
    public async Task Resolve_OpenAlert_ClosesItOnceAndForGood()
    {
        await RaiseAsync(Alert("k1"));
        Assert.True(await Alerts.ResolveAsync("k1", null, "Sam"));
        Assert.False(await Alerts.ResolveAsync("k1", null, "Alex"));
        Assert.False(await Alerts.ResolveAsync("k404", null, "Sam"));
        await RaiseAsync(Alert("k1"));
        Assert.Empty((await Alerts.ListOpenAsync(null)).Items);
    }

    [Fact]
    public async Task Resolve_ForAStore_ReachesItsOwnOnly()
    {
        await RaiseAsync(Alert("k1"));
        await RaiseAsync(Alert("k2") with { Store = "", OrderId = "" });
        Assert.False(await Alerts.ResolveAsync("k1", SampleStores.Other, "Sam"));
        Assert.True(await Alerts.ResolveAsync("k1", SampleStores.Demo, "Sam"));
        Assert.False(await Alerts.ResolveAsync("k2", SampleStores.Demo, "Sam"));
        Assert.True(await Alerts.ResolveAsync("k2", null, "Sam"));
    }

    private static string Key(int number) => $"{Samples.OrderId(1)}/{number.ToString(CultureInfo.InvariantCulture)}";

    private static StaffAlert Alert(string key) => new(key, Samples.OrderId(1), SampleStores.Demo, "SlaMissed", "Packing is late.", Samples.Start);

    private Task RaiseAsync(StaffAlert alert) => Harness.CommitAsync(batch => Alerts.Raise(batch, alert));
}
