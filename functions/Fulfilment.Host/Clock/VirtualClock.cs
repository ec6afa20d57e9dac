namespace Fulfilment.Host.Clock;

/// <summary>
/// A clock that stands still until it is told to move. Moving it and ringing its timers are two steps, so that something
/// can still arrive at the very instant at which a timer is due.
/// </summary>
/// <param name="rungUpTo">Timers due later have not rung, though the clock begins later: it takes over from one that stood half-way. Null: all have.</param>
public sealed class VirtualClock(DateTimeOffset start, DateTimeOffset? rungUpTo = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private DateTimeOffset _now = start.ToUniversalTime();
    private DateTimeOffset _rungUpTo = (rungUpTo ?? start).ToUniversalTime();
    private long _order;

    /// <summary>Timers due later have not rung, also where the clock has passed them.</summary>
    public DateTimeOffset RungUpTo
    {
        get
        {
            lock (_lock) return _rungUpTo;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Moves to the instant; timers that are due there stay silent until <see cref="Ring"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies in the past.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (_lock)
        {
            if (instant < _now) throw new ArgumentOutOfRangeException(nameof(instant), instant, $"The clock stands at {_now:O} and never goes back.");
            _now = instant.ToUniversalTime();
        }
    }

    /// <summary>Rings every timer that is due, in the order of (due, made), on the caller's thread.</summary>
    public void Ring()
    {
        lock (_lock) _rungUpTo = _now;
        while (NextDue() is { } timer) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private VirtualTimer? NextDue()
    {
        lock (_lock)
        {
            while (_timers.TryPeek(out var timer, out var key))
            {
                if (key.Due > _now) return null;
                _timers.Dequeue();
                if (timer.Take(key.Order, _now)) return timer;
            }

            return null;
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, Action callback) : ITimer
    {
        // The queue entry that counts; entries left behind by Change and Dispose are passed over.
        private long _current = -1;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                _current = -1;
                if (dueTime != Timeout.InfiniteTimeSpan) Schedule(clock._now + dueTime);
                return true;
            }
        }

        public bool Take(long order, DateTimeOffset now)
        {
            if (order != _current) return false;
            _current = -1;
            if (_period > TimeSpan.Zero) Schedule(now + _period);
            return true;
        }

        public void Fire() => callback();

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Schedule(DateTimeOffset due)
        {
            _current = clock._order++;
            clock._timers.Enqueue(this, (due, _current));
        }
    }
}
