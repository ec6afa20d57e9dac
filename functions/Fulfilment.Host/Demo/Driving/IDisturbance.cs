using Fulfilment.Host.Clock;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>What befalls the server in the course of a run, seen from the driver.</summary>
internal interface IDisturbance
{
    /// <summary>Called before each thing of the agenda.</summary>
    Task LookAsync(int actionsDone, AgendaItem item);

    /// <summary>Moves the clock.</summary>
    Task<ClockReading> ThroughAsync(DateTimeOffset at, Func<Task<ClockReading>> advance);
}

/// <summary>Nothing befalls it that it was not given at its start.</summary>
internal sealed class NoDisturbance : IDisturbance
{
    public Task LookAsync(int actionsDone, AgendaItem item) => Task.CompletedTask;

    public Task<ClockReading> ThroughAsync(DateTimeOffset at, Func<Task<ClockReading>> advance) => advance();
}
