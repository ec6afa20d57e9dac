using System.Runtime.InteropServices;

namespace Fulfilment.Testing;

/// <summary>Puts a layer of one's own under SQLite, over the real one.</summary>
public static unsafe class FileLayer
{
    /// <summary>The layer that SQLite uses now.</summary>
    public static Vfs* Current() => Find(null);

    /// <summary>Becomes the process's file layer; to be called before the first connection.</summary>
    /// <param name="extraBytes">What each open file needs beyond what the real layer needs.</param>
    public static void Install(string name, Vfs* real, int extraBytes, delegate* unmanaged[Cdecl]<Vfs*, byte*, byte*, int, int*, int> open)
    {
        // SQLite keeps them as long as the process lives.
        var vfs = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *vfs = *real;
        vfs->FileBytes = real->FileBytes + extraBytes;
        vfs->Next = null;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        vfs->Open = open;
        if (Register(vfs, 1) != 0) throw new InvalidOperationException($"SQLite did not take the {name}.");
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static extern Vfs* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static extern int Register(Vfs* vfs, int makeDefault);

    /// <summary>sqlite3_vfs, as far as it is used here by name.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vfs
    {
        public int Version;
        public int FileBytes;
        public int MaxPath;
        public Vfs* Next;
        public byte* Name;
        public void* AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, byte*, int, int*, int> Open;
        public fixed long Methods[8];
        public delegate* unmanaged[Cdecl]<Vfs*, int, int> Sleep;
        public fixed long Others[5];
    }
}
