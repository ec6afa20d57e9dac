using System.Globalization;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Tests.Release;

public sealed class CalendarMathTests
{
    private static readonly WarehouseCalendar Paris = new()
    {
        TimeZone = "Europe/Paris",
        Week = Days(new(new(9, 0), new(17, 0)), DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday),
    };

    [Theory]
    [InlineData("2025-03-04T10:00Z", "2025-03-04T10:00Z")] // Tuesday 11:00: open
    [InlineData("2025-03-04T07:00Z", "2025-03-04T08:00Z")] // before opening
    [InlineData("2025-03-04T15:59:59Z", "2025-03-04T15:59:59Z")]
    [InlineData("2025-03-04T16:00Z", "2025-03-05T08:00Z")] // closing is exclusive
    [InlineData("2025-03-07T20:00Z", "2025-03-10T08:00Z")] // over the weekend
    [InlineData("2025-03-28T20:00Z", "2025-03-31T07:00Z")] // over a weekend on which summer time begins
    [InlineData("2025-10-24T20:00Z", "2025-10-27T08:00Z")] // and one on which it ends
    public void NextOpen_WeekHours_IsTheNextSlot(string from, string expected) => Assert.Equal(At(expected), CalendarMath.NextOpen(Paris, null, At(from)));

    [Theory]
    [InlineData("2025-03-04T13:00Z", "2025-03-04T13:00Z")] // exactly the cut-off still goes
    [InlineData("2025-03-04T13:00:01Z", "2025-03-05T08:00Z")]
    public void NextOpen_CutOff_IsTheLastInstantOfTheDay(string from, string expected) =>
        Assert.Equal(At(expected), CalendarMath.NextOpen(Paris with { CutOff = new(14, 0) }, null, At(from)));

    [Fact]
    public void NextOpen_ServiceCutOff_StandsInForTheCalendars()
    {
        var calendar = Paris with { CutOff = new(14, 0) };
        Assert.Equal(At("2025-03-04T14:30Z"), CalendarMath.NextOpen(calendar, new TimeOnly(16, 0), At("2025-03-04T14:30Z")));
        Assert.Equal(At("2025-03-05T08:00Z"), CalendarMath.NextOpen(calendar, new TimeOnly(11, 0), At("2025-03-04T12:30Z")));
    }

    [Fact]
    public void NextOpen_Holiday_IsSkipped() =>
        Assert.Equal(At("2025-05-02T07:00Z"), CalendarMath.NextOpen(Paris with { Holidays = [new(2025, 5, 1)] }, null, At("2025-04-30T18:00Z")));

    [Fact]
    public void NextOpen_NoWeek_IsAlwaysOpenButOnHolidays()
    {
        var calendar = new WarehouseCalendar { TimeZone = "Europe/Paris" };
        Assert.Equal(At("2025-03-09T02:00Z"), CalendarMath.NextOpen(calendar, null, At("2025-03-09T02:00Z")));
        Assert.Equal(At("2025-12-25T23:00Z"), CalendarMath.NextOpen(calendar with { Holidays = [new(2025, 12, 25)] }, null, At("2025-12-25T10:00Z")));
    }

    [Fact]
    public void NextOpen_ClosedForGood_IsNull() =>
        Assert.Null(CalendarMath.NextOpen(Paris with { CutOff = new(8, 0) }, null, At("2025-03-04T10:00Z")));

    [Theory] // opens at 02:30, which on the first of these days does not exist and in Paris on the second exists twice
    [InlineData("Europe/Paris", "2025-03-29T23:30Z", "2025-03-30T01:00Z")]
    [InlineData("Europe/Paris", "2025-10-25T22:30Z", "2025-10-26T00:30Z")]
    [InlineData("America/New_York", "2025-03-09T05:30Z", "2025-03-09T07:00Z")]
    [InlineData("America/New_York", "2025-11-02T04:30Z", "2025-11-02T07:30Z")]
    [InlineData("Australia/Lord_Howe", "2025-10-04T14:00Z", "2025-10-04T15:30Z")] // half an hour's gap, 02:00 to 02:30
    public void NextOpen_OpeningInAGapOrOverlap_MovesAfterTheGapAndTakesTheEarlierOffset(string zone, string from, string expected)
    {
        var calendar = new WarehouseCalendar { TimeZone = zone, Week = Days(new(new(2, 30), new(6, 0)), Enum.GetValues<DayOfWeek>()) };
        Assert.Equal(At(expected), CalendarMath.NextOpen(calendar, null, At(from)));
    }

    [Theory] // 01:30 exists twice in Paris only at 02:30; New York's night of change repeats 01:00 to 02:00
    [InlineData("America/New_York", "2025-11-02", "01:30", "2025-11-02T05:30Z")]
    [InlineData("Europe/Paris", "2025-10-26", "02:30", "2025-10-26T00:30Z")]
    [InlineData("Europe/Paris", "2025-03-30", "02:30", "2025-03-30T01:00Z")]
    [InlineData("Asia/Kolkata", "2025-03-30", "02:30", "2025-03-29T21:00Z")]
    public void At_LocalTime_FollowsTheRule(string zone, string date, string time, string expected) =>
        Assert.Equal(At(expected), CalendarMath.At(zone, DateOnly.Parse(date, CultureInfo.InvariantCulture), TimeOnly.Parse(time, CultureInfo.InvariantCulture)));

    [Fact]
    public void NextOpen_UnknownZone_Throws() =>
        Assert.Throws<ArgumentException>(() => CalendarMath.NextOpen(Paris with { TimeZone = "Mars/Olympus" }, null, At("2025-03-04T10:00Z")));

    [FsCheck.Xunit.Property(MaxTest = 500)]
    public void NextOpen_AnyInstant_IsNotBeforeItAndStaysPut(uint minutes, byte zone)
    {
        string[] zones = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"];
        var calendar = Paris with { TimeZone = zones[zone % zones.Length], CutOff = new(15, 30) };
        var from = At("2025-01-01T00:00Z").AddMinutes(minutes % (2 * 366 * 24 * 60));
        var open = CalendarMath.NextOpen(calendar, null, from)!.Value;

        Assert.True(open >= from);
        Assert.Equal(open, CalendarMath.NextOpen(calendar, null, open));
        var local = CalendarMath.Local(calendar.TimeZone, open);
        Assert.True(calendar.Week.TryGetValue(local.DayOfWeek, out var hours));
        Assert.InRange(TimeOnly.FromDateTime(local), hours.Opens, calendar.CutOff!.Value);
    }

    private static Dictionary<DayOfWeek, OpeningHours> Days(OpeningHours hours, params DayOfWeek[] days) => days.ToDictionary(d => d, _ => hours);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
