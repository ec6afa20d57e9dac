namespace Fulfilment.Domain.Release;

internal static class CalendarValidation
{
    private const string Path = "$.calendar";

    public static void Check(List<PolicyProblem> problems, WarehouseCalendar calendar)
    {
        var before = problems.Count;
        if (!CalendarMath.IsKnownZone(calendar.TimeZone)) problems.Add(new($"{Path}.timeZone", $"'{calendar.TimeZone}' is not a known IANA time zone"));
        foreach (var (day, hours) in calendar.Week)
        {
            if (hours.Closes != TimeOnly.MinValue && hours.Closes <= hours.Opens) problems.Add(new($"{Path}.week.{day}", "must close after it opens (00:00 is the end of the day)"));
        }

        if (calendar.CutOff is { } cutOff && calendar.Week.Count > 0 && calendar.Week.Values.All(h => h.Opens > cutOff)) problems.Add(new($"{Path}.cutOff", "lies before the warehouse opens on every day"));
        if (calendar.Holidays.Distinct().Count() != calendar.Holidays.Count) problems.Add(new($"{Path}.holidays", "names a day twice"));

        // Any instant will do: what matters is whether it opens at all within a year of the first holiday.
        var start = calendar.Holidays.Count == 0 ? new DateOnly(2025, 1, 1) : calendar.Holidays.Min();
        if (problems.Count == before && CalendarMath.NextOpen(calendar, null, CalendarMath.At(calendar.TimeZone, start, TimeOnly.MinValue)) is null)
            problems.Add(new($"{Path}.week", "never opens"));
    }
}
