namespace Fulfilment.Azure.Storage;

/// <summary>Optimistic writers that lost begin anew after a short, random pause, so that one of them gets through each time.</summary>
internal static class Contention
{
    private const int MaxAttempts = 100;

    /// <param name="attempt">Reads, decides, writes; null when another writer was faster.</param>
    /// <exception cref="TimeoutException">Too many others were faster.</exception>
    public static async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<Attempt<T>>> attempt, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MaxAttempts; tries++)
        {
            var outcome = await attempt(cancellationToken);
            if (outcome.Won) return outcome.Value;
            var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(1, Math.Min(20 * tries, 500)));
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"{what} was changed by others {MaxAttempts} times in a row.");
    }
}

internal readonly record struct Attempt<T>(bool Won, T Value)
{
    public static Attempt<T> Lost => default;

    public static Attempt<T> Of(T value) => new(true, value);
}
