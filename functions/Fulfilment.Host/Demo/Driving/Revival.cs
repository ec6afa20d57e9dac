namespace Fulfilment.Host.Demo.Driving;

/// <summary>
/// Starts the server and, when it died of what it was made to die of, starts it again where its clock stood. Any other death is
/// left as it is: a server that falls by itself must not be helped up.
/// </summary>
internal sealed class Revival(IDemoServer server, DateTimeOffset start)
{
    /// <summary>Where a server that is started now takes up.</summary>
    public ClockState Clock { get; set; } = new(start, start);

    /// <summary>How far the server's clock is off. All other times here, and of the driver, are the world's.</summary>
    public TimeSpan Shift { get; set; }

    public int Deaths { get; private set; }

    public CancellationToken Fallen => server.Fallen;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await server.StartAsync(new ClockState(Clock.Now + Shift, Clock.RungUpTo + Shift), cancellationToken)) Deaths++;
    }

    /// <summary>To be called when an answer did not come.</summary>
    /// <returns>True when a new server listens, and the request is to be sent again.</returns>
    public async Task<bool> ReviveAsync(CancellationToken cancellationToken)
    {
        if (!await server.HasFallenAsync(cancellationToken)) return false;
        Deaths++;
        await StartAsync(cancellationToken);
        return true;
    }
}
