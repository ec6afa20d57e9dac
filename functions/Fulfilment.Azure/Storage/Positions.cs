namespace Fulfilment.Azure.Storage;

/// <summary>
/// Numbers that say what came first: real time in ticks, rising within a process. Entries that two machines make within their
/// clocks' difference may change places; nothing but the order of a list depends on it.
/// </summary>
public sealed class Positions(TimeProvider realTime)
{
    private long _last;

    public long Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, realTime.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return next;
        }
    }
}
