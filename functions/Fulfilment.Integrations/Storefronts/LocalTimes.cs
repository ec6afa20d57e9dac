using NodaTime;

namespace Fulfilment.Integrations.Storefronts;

internal static class LocalTimes
{
    /// <summary>A wall-clock time in a zone: one in a gap moves after it, in an overlap the earlier offset counts.</summary>
    public static DateTimeOffset ToInstant(DateTime wallClock, string timeZone) =>
        LocalDateTime.FromDateTime(DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified)).InZoneLeniently(DateTimeZoneProviders.Tzdb[timeZone]).ToDateTimeOffset().ToUniversalTime();
}
