using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Clock;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>Kills the server under the first request that comes before the timers of its instant.</summary>
internal sealed class HalfWayKill(Scene scene) : IDisturbance
{
    public int Kills { get; private set; }

    public Task LookAsync(int actionsDone, AgendaItem item)
    {
        scene.Play.Courier.Arm(Kills == 0 && item.Phase == Phase.BeforeTimers ? KillAsync : null);
        return Task.CompletedTask;
    }

    public Task<ClockReading> ThroughAsync(DateTimeOffset at, Func<Task<ClockReading>> advance) => advance();

    private async Task KillAsync()
    {
        Kills++;
        Assert.True(scene.Revival.Clock.RungUpTo < scene.Revival.Clock.Now, "the clock does not stand half-way");
        await ((ServerProcess)scene.Server).KillAsync();
        await scene.Revival.StartAsync(CancellationToken.None);
    }
}
