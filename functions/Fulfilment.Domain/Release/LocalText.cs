using System.Globalization;

namespace Fulfilment.Domain.Release;

/// <summary>Times in blockers' English texts: the shop's wall clock ("Tue 4 Mar 09:00").</summary>
internal static class LocalText
{
    public static string At(string timeZone, DateTimeOffset at) => CalendarMath.Local(timeZone, at).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
