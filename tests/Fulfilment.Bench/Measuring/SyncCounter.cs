using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    private static Vfs* _real;
    private static long _count;

    /// <summary>Since the process began.</summary>
    public static long Count => Interlocked.Read(ref _count);

    /// <summary>Becomes the process's file layer; to be called before the first connection.</summary>
    public static void Install()
    {
        // Twice would find ourselves, and call ourselves without end.
        if (_real != null) return;
        _real = Find(null);
        var vfs = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *vfs = *_real;
        vfs->Next = null;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8("counter");
        vfs->Open = &Open;
        if (Register(vfs, 1) != 0) throw new InvalidOperationException("SQLite did not take the counter of syncs.");
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static extern Vfs* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static extern int Register(Vfs* vfs, int makeDefault);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, byte* file, int flags, int* outFlags)
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

    /// <summary>sqlite3_vfs, as far as it is used here by name.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileBytes;
        public int MaxPath;
        public Vfs* Next;
        public byte* Name;
        public void* AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, byte*, int, int*, int> Open;
        public fixed long Others[14];
    }
}
