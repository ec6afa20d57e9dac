namespace Fulfilment.DurableTask.Storage;

/// <summary>The count of commits, and the epoch that each opening raises.</summary>
internal sealed class MetaTable
{
    /// <summary>Key of where the history was found damaged, see <see cref="HistoryDamage.Mark"/>.</summary>
    public const string Damaged = "damaged";

    private readonly Statement _count;
    private readonly Statement _flag;
    private readonly Statement _takeRoom;
    private readonly Statement _giveRoom;
    private readonly long _epoch;

    public MetaTable(Database database)
    {
        using var raise = new Statement(database.Handle, "UPDATE meta SET value = value + 1 WHERE key = 'epoch' RETURNING value");
        raise.Step();
        _epoch = raise.Int64(0);
        raise.Reset();
        _count = database.Prepare("UPDATE meta SET value = value + 1 WHERE key = 'commit' AND (SELECT value FROM meta WHERE key = 'epoch') = ?1 RETURNING value");
        // More than any one order's batch: each page that it touches, of each table and index, goes into the log as a whole, some 200 KB.
        _takeRoom = database.Prepare("INSERT OR REPLACE INTO meta(key, value) VALUES('room', zeroblob(524288))");
        _giveRoom = database.Prepare("DELETE FROM meta WHERE key = 'room'");
        _flag = database.Prepare("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)");
    }

    /// <summary>Counts the commit about to be made; null when another engine has opened the file since.</summary>
    public long? CountCommit()
    {
        if (!_count.Bind(1, _epoch).Step())
        {
            return null;
        }

        var number = _count.Int64(0);
        _count.Reset();
        return number;
    }

    /// <summary>A row that means nothing, written and removed again to see whether there is room.</summary>
    public void TryRoom(bool taken) => (taken ? _takeRoom : _giveRoom).Execute();

    public void Set(string key, long value) => _flag.Bind(1, key).Bind(2, value).Execute();
}

/// <summary>Instances whose code cannot be run.</summary>
internal sealed class QuarantineTable(Database database)
{
    private readonly Statement _add = database.Prepare("INSERT OR REPLACE INTO quarantine(iid, reason, at, attempts) VALUES(?1, ?2, ?3, ?4)");
    private readonly Statement _remove = database.Prepare("DELETE FROM quarantine WHERE iid = ?1");

    public void Add(long iid, string reason, long at, int attempts) => _add.Bind(1, iid).Bind(2, reason).Bind(3, at).Bind(4, attempts).Execute();

    public bool Remove(long iid) => _remove.Bind(1, iid).Execute() > 0;
}

/// <summary>All tables of the engine, on its write connection.</summary>
internal sealed class Tables
{
    public Tables(Database database)
    {
        Instances = new(database);
        History = new(database);
        Timers = new(database);
        Tasks = new(database);
        Inputs = new(Tasks, History);
        Outbox = new(database);
        Quarantine = new(database);
        Meta = new(database);
    }

    public InstanceTable Instances { get; }
    public HistoryTable History { get; }
    public TimerTable Timers { get; }
    public TaskTable Tasks { get; }
    public TaskInputs Inputs { get; }
    public OutboxTable Outbox { get; }
    public QuarantineTable Quarantine { get; }
    public MetaTable Meta { get; }
}
