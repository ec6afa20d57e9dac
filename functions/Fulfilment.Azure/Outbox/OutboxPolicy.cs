namespace Fulfilment.Azure.Outbox;

/// <summary>How patiently effects are delivered.</summary>
public sealed record OutboxPolicy
{
    /// <summary>After so many failures an effect is parked for staff: with these delays after about a day and a half. Tries that a provider put off count too.</summary>
    public int MaxAttempts { get; init; } = 40;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a message waits that finds its lane busy.</summary>
    public TimeSpan BusyLane { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="attempt">The one that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return doubled < MaxDelay ? doubled : MaxDelay;
    }
}
