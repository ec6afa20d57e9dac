namespace Fulfilment.Host.Demo.Driving;

/// <summary>Where the server's virtual clock stands.</summary>
/// <param name="RungUpTo">Timers due later are still silent; earlier than <paramref name="Now"/> only half-way through an instant.</param>
internal sealed record ClockState(DateTimeOffset Now, DateTimeOffset RungUpTo);

/// <summary>The server that the demo plays against. It keeps its address over its deaths.</summary>
internal interface IDemoServer : IAsyncDisposable
{
    string Url { get; }

    /// <summary>Signalled when it is certain that the server of the latest start gives no more answers.</summary>
    CancellationToken Fallen { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <returns>False when it died on its way, of what it was made to die of.</returns>
    /// <exception cref="Cli.UserError">It ended for any other reason.</exception>
    Task<bool> StartAsync(ClockState clock, CancellationToken cancellationToken);

    /// <summary>Whether it has died, and of what it was made to die of. False for any other end: that is a fault of its own.</summary>
    Task<bool> HasFallenAsync(CancellationToken cancellationToken);

    /// <summary>Ends it in order.</summary>
    Task StopAsync();
}
