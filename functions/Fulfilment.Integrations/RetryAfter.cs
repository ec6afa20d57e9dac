namespace Fulfilment.Integrations;

internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>A server's Retry-After, in seconds or as a date, within reason; null when it gives none.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is not { } header) return null;
        var delay = header.Delta ?? header.Date - now;
        return delay is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, Longest.Ticks)) : null;
    }
}
