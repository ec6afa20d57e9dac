using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fulfilment.Testing;
using SQLitePCL;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// SQLite's file layer with a watch in between: every read, write, truncation and sync of the database and its log goes to an
/// <see cref="IStorageWatch"/>, which may have it fail, and on to the real file. A kill cannot tell a synced write from one in
/// the page cache; this can.
/// </summary>
internal static unsafe class RecordingVfs
{
    /// <summary>Before the real file's own structure: the pointer to our methods, and the number of the file's name.</summary>
    private const int HeaderBytes = 16;

    private static readonly List<string> Names = [];
    private static IStorageWatch _watch = null!;
    private static FileLayer.Vfs* _real;
    private static Methods* _methods;

    /// <summary>Becomes the process's file layer; to be called before the first connection.</summary>
    public static void Install(IStorageWatch watch)
    {
        _watch = watch;
        _real = FileLayer.Current();
        _methods = (Methods*)NativeMemory.AllocZeroed((nuint)sizeof(Methods));
        *_methods = new Methods
        {
            Version = 2,
            Close = &Close,
            Read = &Read,
            Write = &Write,
            Truncate = &Truncate,
            Sync = &Sync,
            FileSize = &FileSize,
            Lock = &Lock,
            Unlock = &Unlock,
            CheckReservedLock = &CheckReservedLock,
            FileControl = &FileControl,
            SectorSize = &SectorSize,
            DeviceCharacteristics = &DeviceCharacteristics,
            ShmMap = &ShmMap,
            ShmLock = &ShmLock,
            ShmBarrier = &ShmBarrier,
            ShmUnmap = &ShmUnmap,
        };
        FileLayer.Install("recorder", _real, HeaderBytes, &Open);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(FileLayer.Vfs* vfs, byte* name, byte* file, int flags, int* outFlags)
    {
        *(Methods**)file = null;
        var code = _real->Open(_real, name, file + HeaderBytes, flags, outFlags);
        if (code == 0)
        {
            *(int*)(file + 8) = NumberOf(Path.GetFileName(Marshal.PtrToStringUTF8((nint)name)) ?? "");
            *(Methods**)file = _methods;
        }

        return code;
    }

    private static int NumberOf(string name)
    {
        lock (Names)
        {
            Names.Add(name);
            return Names.Count - 1;
        }
    }

    /// <summary>Null for files whose loss does not matter, such as temporary ones.</summary>
    private static string? NameOf(byte* file)
    {
        lock (Names)
        {
            return Names[*(int*)(file + 8)] is "engine.db" or "engine.db-wal" ? Names[*(int*)(file + 8)] : null;
        }
    }

    private static Methods* Real(byte* file) => *(Methods**)(file + HeaderBytes);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(byte* file) => Real(file)->Close(file + HeaderBytes);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(byte* file, void* buffer, int count, long offset) =>
        NameOf(file) is not null && _watch.Fails(StorageCall.Read) ? raw.SQLITE_IOERR_READ : Real(file)->Read(file + HeaderBytes, buffer, count, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(byte* file, void* buffer, int count, long offset)
    {
        if (NameOf(file) is { } name)
        {
            if (_watch.Fails(StorageCall.Write))
            {
                return raw.SQLITE_IOERR_WRITE;
            }

            _watch.Written(name, offset, new ReadOnlySpan<byte>(buffer, count).ToArray());
        }

        return Real(file)->Write(file + HeaderBytes, buffer, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(byte* file, long length)
    {
        if (NameOf(file) is { } name)
        {
            if (_watch.Fails(StorageCall.Truncate))
            {
                return raw.SQLITE_IOERR_TRUNCATE;
            }

            _watch.Truncated(name, length);
        }

        return Real(file)->Truncate(file + HeaderBytes, length);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(byte* file, int flags)
    {
        var name = NameOf(file);
        if (name is not null && _watch.Fails(StorageCall.Sync))
        {
            return raw.SQLITE_IOERR_FSYNC;
        }

        var code = Real(file)->Sync(file + HeaderBytes, flags);
        if (code == 0 && name is not null)
        {
            _watch.Synced(name);
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(byte* file, long* size) => Real(file)->FileSize(file + HeaderBytes, size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(byte* file, int level) => Real(file)->Lock(file + HeaderBytes, level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(byte* file, int level) => Real(file)->Unlock(file + HeaderBytes, level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(byte* file, int* held) => Real(file)->CheckReservedLock(file + HeaderBytes, held);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(byte* file, int op, void* argument) => Real(file)->FileControl(file + HeaderBytes, op, argument);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(byte* file) => Real(file)->SectorSize(file + HeaderBytes);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(byte* file) => Real(file)->DeviceCharacteristics(file + HeaderBytes);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(byte* file, int page, int bytes, int extend, void** memory) => Real(file)->ShmMap(file + HeaderBytes, page, bytes, extend, memory);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmLock(byte* file, int offset, int count, int flags) => Real(file)->ShmLock(file + HeaderBytes, offset, count, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ShmBarrier(byte* file) => Real(file)->ShmBarrier(file + HeaderBytes);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmUnmap(byte* file, int delete) => Real(file)->ShmUnmap(file + HeaderBytes, delete);

    /// <summary>sqlite3_io_methods, version 2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<byte*, int> Close;
        public delegate* unmanaged[Cdecl]<byte*, void*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<byte*, void*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<byte*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<byte*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<byte*, long*, int> FileSize;
        public delegate* unmanaged[Cdecl]<byte*, int, int> Lock;
        public delegate* unmanaged[Cdecl]<byte*, int, int> Unlock;
        public delegate* unmanaged[Cdecl]<byte*, int*, int> CheckReservedLock;
        public delegate* unmanaged[Cdecl]<byte*, int, void*, int> FileControl;
        public delegate* unmanaged[Cdecl]<byte*, int> SectorSize;
        public delegate* unmanaged[Cdecl]<byte*, int> DeviceCharacteristics;
        public delegate* unmanaged[Cdecl]<byte*, int, int, int, void**, int> ShmMap;
        public delegate* unmanaged[Cdecl]<byte*, int, int, int, int> ShmLock;
        public delegate* unmanaged[Cdecl]<byte*, void> ShmBarrier;
        public delegate* unmanaged[Cdecl]<byte*, int, int> ShmUnmap;
    }
}
