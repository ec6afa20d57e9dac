namespace Fulfilment.DurableTask.CrashHost;

/// <summary>A disk that fails at one call, and from there on until it is healed or only this once.</summary>
internal sealed class FailingStorage : IStorageWatch
{
    private readonly Lock _lock = new();
    private long _calls;
    private long _at = long.MaxValue;
    private bool _forGood;

    /// <summary>Since it was last set.</summary>
    public long Calls
    {
        get
        {
            lock (_lock)
            {
                return _calls;
            }
        }
    }

    public bool HasFired => Calls >= _at;

    /// <param name="call">Counted from 1; see <see cref="Heal"/>.</param>
    public void FailAt(long call, bool forGood)
    {
        lock (_lock)
        {
            (_calls, _at, _forGood) = (0, call, forGood);
        }
    }

    public void Heal() => FailAt(long.MaxValue, forGood: false);

    public bool Fails(StorageCall call)
    {
        lock (_lock)
        {
            _calls++;
            return _forGood ? _calls >= _at : _calls == _at;
        }
    }

    public void Written(string file, long offset, byte[] data)
    {
    }

    public void Truncated(string file, long length)
    {
    }

    public void Synced(string file)
    {
    }
}
