namespace Fulfilment.DurableTask.CrashHost;

/// <summary>A call of SQLite to the database's file or its log.</summary>
internal enum StorageCall { Read, Write, Truncate, Sync }

/// <summary>Stands between SQLite and the disk. Called from any thread.</summary>
internal interface IStorageWatch
{
    /// <summary>Asked before each call; true: it fails and the disk never hears of it.</summary>
    bool Fails(StorageCall call);

    void Written(string file, long offset, byte[] data);

    void Truncated(string file, long length);

    void Synced(string file);
}
