using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fulfilment.Testing;

namespace Fulfilment.Bench.Measuring;

/// <summary>
/// Counts every sync of every SQLite file of this process: commits, checkpoints, headers. Each opened file gets a copy of its own
/// table of methods in which only the sync is ours, so nothing else costs more than before.
/// </summary>
internal static unsafe class SyncCounter
{
    /// <summary>sqlite3_io_methods: a version and, up to version 3, eighteen methods, of which the sync is the fifth.</summary>
    private const int Methods = 18;
    private const int SyncIndex = 1 + 4;

    private static readonly Dictionary<nint, nint> Copies = [];
    private static FileLayer.Vfs* _real;
    private static long _count;

    /// <summary>Since the process began.</summary>
    public static long Count => Interlocked.Read(ref _count);

    /// <summary>Becomes the process's file layer; to be called before the first connection.</summary>
    public static void Install()
    {
        // Twice would find ourselves, and call ourselves without end.
        if (_real != null) return;
        _real = FileLayer.Current();
        FileLayer.Install("counter", _real, 0, &Open);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(FileLayer.Vfs* vfs, byte* name, byte* file, int flags, int* outFlags)
    {
        var code = _real->Open(_real, name, file, flags, outFlags);
        if (*(nint*)file != 0) *(nint*)file = CopyOf(*(nint*)file);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(byte* file, int flags)
    {
        Interlocked.Increment(ref _count);
        var real = (delegate* unmanaged[Cdecl]<byte*, int, int>)(*(nint**)file)[1 + Methods];
        return real(file, flags);
    }

    /// <summary>The real sync is kept behind the copy's last method.</summary>
    private static nint CopyOf(nint methods)
    {
        lock (Copies)
        {
            if (Copies.TryGetValue(methods, out var known)) return known;
            var copy = (nint*)NativeMemory.AllocZeroed((nuint)((2 + Methods) * sizeof(nint)));
            var count = *(int*)methods switch { 1 => 12, 2 => 16, _ => Methods };
            new ReadOnlySpan<nint>((void*)methods, 1 + count).CopyTo(new Span<nint>(copy, 1 + count));
            copy[1 + Methods] = copy[SyncIndex];
            copy[SyncIndex] = (nint)(delegate* unmanaged[Cdecl]<byte*, int, int>)&Sync;
            Copies.Add(methods, (nint)copy);
            return (nint)copy;
        }
    }
}
