using System.IO.MemoryMappedFiles;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// A page of memory that outlives the process, in a file of its own beside the database. It holds the number of the last
/// synced commit: a write-ahead log that lost its end opens without complaint, and only a mark outside it can tell. It also
/// says what was being run, so that work which takes the process down is recognised at the next start.
/// </summary>
/// <remarks>
/// Written after each sync and never synced itself: a power cut may leave an older mark, never a newer one, so it never
/// accuses a good file. Each field is one aligned word; a kill cannot tear it.
/// </remarks>
internal sealed class CommitMark : IDisposable
{
    public const string FileName = "engine.mark";

    private const long Magic = 0x314B52414D4C4646;
    private const int MagicAt = 0;
    private const int CommitAt = 8;
    private const int TurnAt = 16;
    private const int SuspectAt = 24;
    private const int CrashesAt = 32;
    private const int SlotsAt = 64;
    private const int SlotBytes = 24;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _slots;

    public CommitMark(string directory, int slots)
    {
        _slots = slots;
        var path = Path.Combine(directory, FileName);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Math.Max(SlotsAt + ((long)slots * SlotBytes), LengthOf(path)));
        _view = _file.CreateViewAccessor();
        if (_view.ReadInt64(MagicAt) != Magic)
        {
            Clear();
        }
    }

    /// <summary>The last synced commit, or an earlier one.</summary>
    public long Commit
    {
        get => _view.ReadInt64(CommitAt);
        set => _view.Write(CommitAt, value);
    }

    /// <summary>The instance whose turn is being run; 0 between turns.</summary>
    public long Turn
    {
        get => _view.ReadInt64(TurnAt);
        set => _view.Write(TurnAt, value);
    }

    /// <summary>The instance in whose turn the process ended last, and how often in a row.</summary>
    public (long Iid, int Crashes) Suspect
    {
        get => (_view.ReadInt64(SuspectAt), _view.ReadInt32(CrashesAt));
        set
        {
            _view.Write(SuspectAt, value.Iid);
            _view.Write(CrashesAt, value.Crashes);
        }
    }

    public void SetSlot(int slot, long iid, int execution, int task)
    {
        var at = SlotsAt + ((long)slot * SlotBytes);
        _view.Write(at + 8, execution);
        _view.Write(at + 12, task);
        _view.Write(at, iid);
    }

    public void ClearSlot(int slot) => _view.Write(SlotsAt + ((long)slot * SlotBytes), 0L);

    /// <summary>What the last process was running when it ended; taken, so asked once.</summary>
    public List<(long Iid, int Execution, int Task)> TakeRunning()
    {
        var running = new List<(long, int, int)>();
        for (var at = (long)SlotsAt; at + SlotBytes <= _view.Capacity; at += SlotBytes)
        {
            if (_view.ReadInt64(at) is not 0 and var iid)
            {
                running.Add((iid, _view.ReadInt32(at + 8), _view.ReadInt32(at + 12)));
                _view.Write(at, 0L);
            }
        }

        return running;
    }

    public void Dispose()
    {
        _view.Flush();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>For a file that was put in place from outside.</summary>
    public static void Remove(string directory) => File.Delete(Path.Combine(directory, FileName));

    private void Clear()
    {
        for (var at = 0L; at + 8 <= SlotsAt + ((long)_slots * SlotBytes); at += 8)
        {
            _view.Write(at, 0L);
        }

        _view.Write(MagicAt, Magic);
    }

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
