namespace Fulfilment.DurableTask.CrashHost;

/// <summary>A disk that refuses one sync, once, and says so on standard error.</summary>
/// <param name="thread">"engine": of those that a commit waits for; "other": of the folding in of the log.</param>
/// <param name="nth">Counted from 1 since <see cref="Arm"/>.</param>
internal sealed class OneSyncRefused(string thread, int nth) : IStorageWatch
{
    private volatile bool _armed;
    private int _syncs;

    public void Arm() => _armed = true;

    public bool Fails(StorageCall call)
    {
        if (!_armed || call != StorageCall.Sync || (Thread.CurrentThread.Name == "durable engine") != (thread == "engine") || Interlocked.Increment(ref _syncs) != nth)
        {
            return false;
        }

        Console.Error.WriteLine($"sync {nth} of the {thread} thread refused");
        return true;
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
