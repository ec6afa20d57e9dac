using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace Fulfilment.Domain.Release;

/// <summary>When the warehouse takes orders, in its own local time.</summary>
public static class CalendarMath
{
    /// <summary>A calendar that is closed for longer than this never opens.</summary>
    private const int SearchDays = 400;

    // A local time that does not exist (spring) is the first instant after the gap; one that exists twice (autumn) is the earlier.
    private static readonly ZoneLocalMappingResolver Resolver = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The first instant at or after <paramref name="from"/> at which the warehouse takes an order of a service with this cut-off.</summary>
    /// <param name="serviceCutOff">Instead of the calendar's own, when given.</param>
    /// <returns>Null when it never opens again.</returns>
    /// <exception cref="ArgumentException">Unknown time zone.</exception>
    public static DateTimeOffset? NextOpen(WarehouseCalendar calendar, TimeOnly? serviceCutOff, DateTimeOffset from)
    {
        var zone = ZoneOf(calendar.TimeZone);
        var cutOff = serviceCutOff ?? calendar.CutOff;
        if (calendar.Week.Count == 0 && calendar.Holidays.Count == 0 && cutOff is null) return from;
        var start = Instant.FromDateTimeOffset(from);
        var today = start.InZone(zone).Date;
        for (var day = 0; day <= SearchDays; day++)
        {
            if (OpenOn(calendar, cutOff, zone, today.PlusDays(day), start) is { } open) return open == start ? from : open.ToDateTimeOffset();
        }

        return null;
    }

    /// <summary>The local wall clock at an instant.</summary>
    /// <exception cref="ArgumentException">Unknown time zone.</exception>
    public static DateTime Local(string timeZone, DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(ZoneOf(timeZone)).ToDateTimeUnspecified();

    public static bool IsKnownZone(string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not null;

    /// <summary>The instant of a local date and time, by the rule for gaps and overlaps.</summary>
    /// <exception cref="ArgumentException">Unknown time zone.</exception>
    public static DateTimeOffset At(string timeZone, DateOnly date, TimeOnly time) =>
        Resolve(ZoneOf(timeZone), LocalDate.FromDateOnly(date), time).ToDateTimeOffset();

    private static Instant? OpenOn(WarehouseCalendar calendar, TimeOnly? cutOff, DateTimeZone zone, LocalDate date, Instant from)
    {
        if (calendar.Holidays.Contains(date.ToDateOnly()) || HoursOf(calendar, date) is not { } hours) return null;
        var opens = Resolve(zone, date, hours.Opens);
        var closes = hours.Closes == TimeOnly.MinValue ? Resolve(zone, date.PlusDays(1), TimeOnly.MinValue) : Resolve(zone, date, hours.Closes);
        var candidate = from > opens ? from : opens;
        if (candidate >= closes) return null;
        return cutOff is { } last && candidate > Resolve(zone, date, last) ? null : candidate;
    }

    private static OpeningHours? HoursOf(WarehouseCalendar calendar, LocalDate date)
    {
        if (calendar.Week.Count == 0) return new(TimeOnly.MinValue, TimeOnly.MinValue);
        return calendar.Week.TryGetValue(date.DayOfWeek.ToDayOfWeek(), out var hours) ? hours : null;
    }

    private static Instant Resolve(DateTimeZone zone, LocalDate date, TimeOnly time) =>
        zone.ResolveLocal(date.At(LocalTime.FromTimeOnly(time)), Resolver).ToInstant();

    private static DateTimeZone ZoneOf(string timeZone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? throw new ArgumentException($"'{timeZone}' is not a known time zone.", nameof(timeZone));
}
