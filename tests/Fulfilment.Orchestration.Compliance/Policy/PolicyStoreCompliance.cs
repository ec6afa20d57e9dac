using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Policy;

public abstract class PolicyStoreCompliance : StoreCompliance
{
    private IPolicyStore Policies => Harness.Port<IPolicyStore>();

    [Fact]
    public async Task Get_NeverSaved_IsTheDefaultInTheShopsZone()
    {
        AssertSame(new ReleasePolicy { Calendar = new() { TimeZone = "Europe/Paris" } }, await Policies.GetAsync(SampleStores.Demo));
        Assert.Empty(await Policies.HistoryAsync(SampleStores.Demo));
    }

    [Fact]
    public async Task Put_ExpectedVersionIsPresent_SavesTheNext()
    {
        var policy = new ReleasePolicy
        {
            Categories = new Dictionary<string, CategoryRule> { ["gravure « été » 🎁"] = new(1440, [ChangeKind.ChangeAddress], new ContactRule(true, 60)) },
            Services = new Dictionary<string, ServiceRule> { ["express"] = new(0, new TimeOnly(14, 30), 5) },
            GraceOnEdit = new(GraceOnEditMode.AtLeast, 15),
            SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Packing] = 90 },
            Calendar = new() { TimeZone = "Europe/Paris", Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Monday] = new(new(8, 0), new(0, 0)) }, Holidays = [new(2026, 12, 25)] },
        };
        var saved = (await Policies.PutAsync(SampleStores.Demo, policy, 1, "Alex"))!;
        await Harness.ReopenAsync();
        AssertSame(policy with { Version = 2 }, saved);
        AssertSame(saved, await Policies.GetAsync(SampleStores.Demo));
        Assert.Equal(1, (await Policies.GetAsync(SampleStores.Other)).Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Put_AnotherVersionIsPresent_SavesNothing(int expected)
    {
        await Policies.PutAsync(SampleStores.Demo, new ReleasePolicy { NoticeMinutes = 5 }, 1, "Alex");
        Assert.Null(await Policies.PutAsync(SampleStores.Demo, new ReleasePolicy { NoticeMinutes = 9 }, expected, "Sam"));
        Assert.Equal((2, 5), ((await Policies.GetAsync(SampleStores.Demo)).Version, (await Policies.GetAsync(SampleStores.Demo)).NoticeMinutes));
    }

    [Fact]
    public async Task Put_ManyAtOnce_OneWins()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Policies.PutAsync(SampleStores.Demo, new ReleasePolicy { NoticeMinutes = i }, 1, $"admin {i}")));
        var winner = Assert.Single(saved, policy => policy is not null)!;
        Assert.Equal(winner.NoticeMinutes, (await Policies.GetAsync(SampleStores.Demo)).NoticeMinutes);
    }

    [Fact]
    public async Task History_SeveralVersions_NewestFirstWithWhoAndWhen()
    {
        await Policies.PutAsync(SampleStores.Demo, new ReleasePolicy { NoticeMinutes = 1 }, 1, "Alex");
        var first = Harness.Clock.GetUtcNow();
        Harness.Clock.Advance(TimeSpan.FromHours(1));
        await Policies.PutAsync(SampleStores.Demo, new ReleasePolicy { NoticeMinutes = 2 }, 2, "Sam");
        var history = await Policies.HistoryAsync(SampleStores.Demo);
        Assert.Equal([(3, "Sam", first.AddHours(1), 2), (2, "Alex", first, 1)], history.Select(v => (v.Version, v.By, v.At, v.Policy.NoticeMinutes)));
    }
}
