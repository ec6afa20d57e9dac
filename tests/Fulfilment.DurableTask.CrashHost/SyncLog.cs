namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// Every write to the recorded files, and after which sync it was on the disk for good. Deletions are not recorded: the log goes
/// when its last connection closes, after the file that it was folded into was synced, so what a cut leaves of it says nothing new.
/// </summary>
/// <param name="lies">The disk says "synced" and keeps nothing: what a test of durability must notice.</param>
internal sealed class SyncLog(bool lies) : IStorageWatch
{
    private readonly Lock _lock = new();
    private readonly List<Write> _writes = [];
    private int _syncs;
    private bool _ended;

    /// <summary>Syncs so far; what was acknowledged now must survive a cut after this many.</summary>
    public int Syncs
    {
        get
        {
            lock (_lock)
            {
                return _syncs;
            }
        }
    }

    /// <summary>Nothing is recorded from here on: what opens a cut copy writes to files of the same names.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }
    }

    public bool Fails(StorageCall call) => false;

    public void Written(string file, long offset, byte[] data)
    {
        lock (_lock)
        {
            Add(new Write(file, offset, data, _syncs));
        }
    }

    public void Truncated(string file, long length)
    {
        lock (_lock)
        {
            Add(new Write(file, length, null, _syncs));
        }
    }

    public void Synced(string file)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _syncs++;
            foreach (var write in _writes.Where(write => !lies && write.File == file))
            {
                write.DurableAt ??= _syncs;
            }
        }
    }

    /// <summary>Writes the files as a power cut after that many syncs leaves them: all that was synced, and of the writes under way those that <paramref name="survives"/> picks.</summary>
    public void Materialise(int syncs, string directory, Func<bool> survives)
    {
        lock (_lock)
        {
            foreach (var write in _writes.Where(write => write.DurableAt <= syncs || (write.IssuedAt <= syncs && survives())))
            {
                using var file = new FileStream(Path.Combine(directory, write.File), FileMode.OpenOrCreate, FileAccess.Write);
                if (write.Data is null)
                {
                    file.SetLength(write.Offset);
                    continue;
                }

                file.Position = write.Offset;
                file.Write(write.Data);
            }
        }
    }

    private void Add(Write write)
    {
        if (!_ended)
        {
            _writes.Add(write);
        }
    }

    private sealed class Write(string file, long offset, byte[]? data, int issuedAt)
    {
        public string File { get; } = file;

        public long Offset { get; } = offset;

        /// <summary>Null for a truncation to <see cref="Offset"/>.</summary>
        public byte[]? Data { get; } = data;

        public int IssuedAt { get; } = issuedAt;

        public int? DurableAt { get; set; }
    }
}
