using Fulfilment.Host.Clock;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>
/// The one kill -9 of a run: once a seeded part of the agenda is done, under a request that changes something, or under the
/// server's own work when its clock has just moved. How far the server had come by then is left to chance: the outcome must not depend on it.
/// </summary>
internal sealed class Strike(Courier courier, ServerProcess server, ClockClient clock, Chronicle chronicle, StrikePlan plan, CancellationToken cancellationToken) : IDisturbance
{
    private bool _done;
    private bool _ripe;

    /// <inheritdoc/>
    public Task LookAsync(int actionsDone, AgendaItem item)
    {
        _ripe = !_done && actionsDone >= plan.AfterActions;
        // Before the timers of an instant the clock stands half-way; a restart there would ring them too early.
        var underRequest = _ripe && !plan.UnderTimers && item.Phase == Phase.AfterTimers;
        courier.Arm(underRequest ? () => KillAndRestartAsync(item.At) : null);
        return Task.CompletedTask;
    }

    /// <summary>Moves the clock, under the blow if its point has come.</summary>
    public async Task<ClockReading> ThroughAsync(DateTimeOffset at, Func<Task<ClockReading>> advance)
    {
        if (!_ripe || _done || !plan.UnderTimers) return await advance();
        var underWay = advance();
        await KillAndRestartAsync(at);
        try
        {
            return await underWay;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return await clock.IdleAsync(cancellationToken);
        }
    }

    private async Task KillAndRestartAsync(DateTimeOffset now)
    {
        _done = true;
        await Task.Delay(plan.Delay, cancellationToken);
        await server.KillAsync();
        chronicle.Kills++;
        await server.StartAsync(new ClockState(now, now), cancellationToken);
    }
}

/// <param name="AfterActions">So many things of the agenda are done before it.</param>
/// <param name="UnderTimers">True: while the server works on what came due; false: while a request is under way.</param>
/// <param name="Delay">Real time that the server is given to begin.</param>
internal sealed record StrikePlan(int AfterActions, bool UnderTimers, TimeSpan Delay)
{
    /// <param name="planned">Things on the agenda at the start: so many will certainly be done.</param>
    public static StrikePlan Throw(Dice dice, int planned) =>
        new(planned / 4 + dice.Next(Math.Max(1, planned / 2)), dice.Chance(50), TimeSpan.FromMilliseconds(dice.Next(6)));
}
