using Fulfilment.Host.Clock;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>
/// Moves time from one due instant to the next: whichever comes first, the server's own timers or what the agenda holds.
/// The clock never moves while the server has something left to do.
/// </summary>
internal sealed class DemoDriver(Agenda agenda, ClockClient clock, WarehouseClient warehouse, IDisturbance disturbance, Action<DateTimeOffset> progress, CancellationToken cancellationToken)
{
    private ClockReading _reading = new(DemoWorld.Start, null);
    private bool _silent;

    public async Task RunAsync()
    {
        _reading = await clock.IdleAsync(cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var item = agenda.Next;
            var due = _silent ? _reading.Now : _reading.NextDue is { } next && next <= DemoWorld.End ? next : (DateTimeOffset?)null;
            if (item is null && due is null) return;
            if (due is { } timer && (item is null || timer < item.At || (timer == item.At && item.Phase == Phase.AfterTimers))) await RingAsync(timer);
            else await ActAsync(agenda.Take());
            progress(_reading.Now);
        }
    }

    /// <summary>Lets the server do what is due by itself.</summary>
    private async Task RingAsync(DateTimeOffset at)
    {
        _reading = await disturbance.ThroughAsync(at, () => clock.AdvanceAsync(at, ring: true, cancellationToken));
        _silent = false;
        await warehouse.PollAsync(at);
    }

    private async Task ActAsync(AgendaItem item)
    {
        if (item.At > _reading.Now) _reading = await clock.AdvanceAsync(item.At, ring: item.Phase == Phase.AfterTimers, cancellationToken);
        _silent = item.Phase == Phase.BeforeTimers;
        await disturbance.LookAsync(agenda.Done, item);
        await item.Act();
        if (_silent) return;
        _reading = await clock.IdleAsync(cancellationToken);
        await warehouse.PollAsync(item.At);
    }
}
