using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Web.Policy;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Policy;

public sealed class PolicyForecastTests
{
    private static readonly DateTimeOffset Now = Samples.Placed.AddHours(1);

    private static OrderView Plain() => Samples.View() with { Plan = new(Samples.Placed.AddHours(10), [new(BlockerCode.Grace, "", Samples.Placed.AddHours(10), ["l1"])], Samples.Placed.AddHours(10), 3, 1) };

    private static ReleasePolicy Own() => Samples.Policy() with { Categories = new Dictionary<string, CategoryRule> { ["engraved"] = new(600), ["book"] = new(30) } };

    private static ReleasePolicy With(string category, CategoryRule rule) => Own() with { Categories = new Dictionary<string, CategoryRule>(Own().Categories) { [category] = rule } };

    [Fact]
    public void Move_SamePolicy_IsNone() => Assert.Null(PolicyPreview.Move(Plain(), Own(), Own(), Now));

    [Fact]
    public void Move_LongerDelayOfTheLongestCategory_MovesDeadlineAndRelease()
    {
        var move = PolicyPreview.Move(Plain(), Own(), With("engraved", new(720)), Now);

        Assert.Equal(["editableLonger", "releaseLater"], move!.How);
        Assert.Equal(Samples.Placed.AddHours(12), move.After.EditableUntil);
        Assert.Equal(Samples.Placed.AddHours(12), move.After.ReleaseAt);
    }

    [Fact]
    public void Move_LongerDelayOfAShorterCategory_MovesNothing() => Assert.Null(PolicyPreview.Move(Plain(), Own(), With("book", new(60)), Now));

    [Fact]
    public void Move_ShorterDelay_KeepsThePromisedDeadline() => Assert.Null(PolicyPreview.Move(Plain(), Own(), With("engraved", new(60)), Now));

    [Fact]
    public void Move_GivenUpByTheCustomer_IsNotReopened()
    {
        var waived = Plain() with { Plan = new(null, [new(BlockerCode.Payment, "", null, [])], Samples.Placed.AddMinutes(20), 3, 1) };

        Assert.Null(PolicyPreview.Move(waived, Own(), With("engraved", new(6000)), Now));
    }

    [Fact]
    public void Move_ContactNowDemanded_Waits()
    {
        var move = PolicyPreview.Move(Plain(), Own(), With("engraved", new(600, null, new ContactRule(true))), Now);

        Assert.Equal(["waits"], move!.How);
        Assert.Null(move.After.ReleaseAt);
    }

    [Fact]
    public void Move_ContactNoLongerDemanded_WaitsNoMore()
    {
        var own = With("engraved", new(600, null, new ContactRule(true)));
        var waiting = Plain() with { Plan = Plain().Plan with { ReleaseAt = null, Blockers = [.. Plain().Plan.Blockers, new(BlockerCode.Contact, "", null, ["l1"])] } };

        Assert.Equal(["waitsNoMore"], PolicyPreview.Move(waiting, own, Own(), Now)!.How);
    }

    [Fact]
    public void Move_ContactConfirmedBefore_IsNotAskedAgain()
    {
        var own = With("engraved", new(600, null, new ContactRule(true)));

        Assert.Null(PolicyPreview.Move(Plain(), own, own with { Version = 4 }, Now));
    }

    [Fact]
    public void Move_WarehouseClosed_MovesOnlyTheRelease()
    {
        var closed = Own() with { Calendar = new() { TimeZone = "Europe/Paris", Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Friday] = new(new(9, 0), new(17, 0)) } } };

        var move = PolicyPreview.Move(Plain(), Own(), closed, Now);

        Assert.Equal(["releaseLater"], move!.How);
        Assert.Equal(new DateTimeOffset(2026, 3, 6, 8, 0, 0, TimeSpan.Zero), move.After.ReleaseAt);
    }

    [Fact]
    public void Move_ExpressMaySkipTheDelay_CountsTheService()
    {
        var express = Plain() with { Shipping = new("express", "Express"), Plan = new(Samples.Placed.AddMinutes(15), [], Samples.Placed.AddMinutes(15), 3, 1) };
        var slower = Own() with { Services = new Dictionary<string, ServiceRule> { ["express"] = new(90) } };

        Assert.Equal(Samples.Placed.AddMinutes(90), PolicyPreview.Move(express, Own(), slower, Samples.Placed)!.After.EditableUntil);
    }
}
