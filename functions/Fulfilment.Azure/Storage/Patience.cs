namespace Fulfilment.Azure.Storage;

/// <summary>How long whoever repeats a piece of work waits for the one who began it, before he takes him for dead and does it himself.</summary>
internal sealed record Patience(int Polls, TimeSpan Pause)
{
    public static readonly Patience Default = new(40, TimeSpan.FromMilliseconds(50));

    /// <summary>The first outcome that is not null; null when patience ends.</summary>
    public async Task<T?> WaitAsync<T>(Func<CancellationToken, Task<T?>> look, CancellationToken cancellationToken) where T : class
    {
        for (var polls = 0; ; polls++)
        {
            if (await look(cancellationToken) is { } outcome) return outcome;
            if (polls == Polls) return null;
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }
}
