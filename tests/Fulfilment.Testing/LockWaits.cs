using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fulfilment.Testing;

/// <summary>Tells when SQLite, having met a lock of another connection, sleeps before its next try.</summary>
public static unsafe class LockWaits
{
    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<int, TaskCompletionSource> Awaited = new();
    private static FileLayer.Vfs* _real;

    /// <summary>For the connections that this process opens from now on.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            // Twice would find ourselves, and call ourselves without end.
            if (_real != null) return;
            _real = FileLayer.Current();
            FileLayer.Install("lock waits", _real, 0, _real->Open);
            FileLayer.Current()->Sleep = &Sleep;
        }
    }

    /// <summary>Completes at the next such sleep on that thread.</summary>
    public static Task NextOf(int managedThreadId) =>
        Awaited.GetOrAdd(managedThreadId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(FileLayer.Vfs* vfs, int microseconds)
    {
        if (Awaited.TryRemove(Environment.CurrentManagedThreadId, out var awaited)) awaited.SetResult();
        return _real->Sleep(_real, microseconds);
    }
}
