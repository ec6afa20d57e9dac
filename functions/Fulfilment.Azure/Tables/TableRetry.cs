using System.Net;

namespace Fulfilment.Azure.Tables;

/// <summary>When and how soon a request is sent again.</summary>
public sealed record TableRetry
{
    /// <summary>Tries in all, at least 1.</summary>
    public int MaxAttempts { get; init; } = 6;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No delay of our own is longer; a Retry-After is obeyed up to <see cref="MaxRetryAfter"/>.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A longer Retry-After ends the tries: the caller's own retry knows better.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One try.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="retryAfter">What the service asked for.</param>
    /// <returns>Null: give up.</returns>
    internal TimeSpan? DelayAfter(int attempt, TimeSpan? retryAfter, double jitter)
    {
        if (attempt >= MaxAttempts || retryAfter > MaxRetryAfter) return null;
        var doubled = FirstDelay * Math.Pow(2, attempt - 1);
        var own = (doubled < MaxDelay ? doubled : MaxDelay) * (0.5 + jitter / 2);
        return retryAfter > own ? retryAfter.Value : own;
    }
}
