namespace Fulfilment.DurableTask.Storage;

/// <param name="Due">UTC ticks.</param>
/// <param name="TaskId">The timer's step; <see cref="StartTask"/> for a delayed start.</param>
internal readonly record struct TimerRow(long Due, long Iid, int TaskId, string InstanceId)
{
    public const int StartTask = -1;

    /// <summary>Stands before every timer.</summary>
    public static readonly TimerRow First = new(long.MinValue, 0, int.MinValue, "");

    /// <summary>By (due, instance id, step): the order of the table, and that in which timers fire.</summary>
    public static readonly IComparer<TimerRow> Order = Comparer<TimerRow>.Create(Compare);

    private static int Compare(TimerRow left, TimerRow right)
    {
        var order = left.Due.CompareTo(right.Due);
        if (order == 0)
        {
            order = Utf8Order.Compare(left.InstanceId, right.InstanceId);
        }

        return order != 0 ? order : left.TaskId.CompareTo(right.TaskId);
    }
}

/// <summary>
/// Timers that have neither fired nor been cancelled, in the order they are due. They bear the instance's id, so that those of
/// one instant can be read a page at a time however many they are.
/// </summary>
internal sealed class TimerTable(Database database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO timers(due, instance, task, iid) VALUES(?1, ?2, ?3, ?4)");
    private readonly Statement _delete = database.Prepare("DELETE FROM timers WHERE due = ?1 AND instance = ?2 AND task = ?3");
    private readonly Statement _page = database.Prepare(
        "SELECT due, instance, task, iid FROM timers WHERE (due, instance, task) > (?1, ?2, ?3) ORDER BY due, instance, task LIMIT ?4");

    public void Insert(TimerRow row) => _insert.Bind(1, row.Due).Bind(2, row.InstanceId).Bind(3, row.TaskId).Bind(4, row.Iid).Execute();

    /// <summary>False when the timer was already gone.</summary>
    public bool Delete(TimerRow row) => _delete.Bind(1, row.Due).Bind(2, row.InstanceId).Bind(3, row.TaskId).Execute() > 0;

    /// <summary>The first <paramref name="count"/> timers that come after <paramref name="after"/>.</summary>
    public List<TimerRow> Page(TimerRow after, int count)
    {
        var rows = new List<TimerRow>();
        _page.Bind(1, after.Due).Bind(2, after.InstanceId).Bind(3, after.TaskId).Bind(4, count);
        while (_page.Step())
        {
            rows.Add(new TimerRow(_page.Int64(0), _page.Int64(3), (int)_page.Int64(2), _page.Text(1)));
        }

        return rows;
    }
}

/// <summary>One scheduled activity. <paramref name="Input"/> is stored a second time only while a crash could not find it in history.</summary>
internal sealed record TaskRow(long Iid, string InstanceId, int Execution, int TaskId, string Name, int Attempt, byte[]? Input, string? Trace = null)
{
    /// <summary>How often the process ended while it ran.</summary>
    public int Crashes { get; init; }

    /// <summary>A local activity that ran inside the batch that scheduled it has no row.</summary>
    public bool IsStored { get; set; }
}

/// <summary>Activities that were scheduled and have not completed.</summary>
internal sealed class TaskTable(Database database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO tasks(iid, execution, task, name, attempt, input) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    private readonly Statement _delete = database.Prepare("DELETE FROM tasks WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _purge = database.Prepare("DELETE FROM tasks WHERE iid = ?1");
    private readonly Statement _crashed = database.Prepare("UPDATE tasks SET crashes = crashes + 1 WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _forgive = database.Prepare("UPDATE tasks SET crashes = 0 WHERE iid = ?1");
    private readonly Statement _all = database.Prepare(
        "SELECT t.iid, r.instance, t.execution, t.task, t.name, t.attempt, t.input, t.crashes, i.trace FROM tasks t JOIN registry r ON r.iid = t.iid LEFT JOIN instances i ON i.iid = t.iid ORDER BY t.iid, t.execution, t.task");

    public void Insert(TaskRow row)
    {
        _insert.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Bind(4, row.Name).Bind(5, row.Attempt).BindBlob(6, row.Input).Execute();
        row.IsStored = true;
    }

    /// <summary>False when it was purged meanwhile.</summary>
    public bool Delete(TaskRow row) => _delete.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Execute() > 0;

    public void Purge(long iid) => _purge.Bind(1, iid).Execute();

    /// <summary>It was running when the last process ended without saying so.</summary>
    public void CountCrash(long iid, int execution, int task) => _crashed.Bind(1, iid).Bind(2, execution).Bind(3, task).Execute();

    public void Forgive(long iid) => _forgive.Bind(1, iid).Execute();

    public List<TaskRow> All()
    {
        var rows = new List<TaskRow>();
        while (_all.Step())
        {
            rows.Add(new TaskRow(_all.Int64(0), _all.Text(1), (int)_all.Int64(2), (int)_all.Int64(3), _all.Text(4), (int)_all.Int64(5), _all.Blob(6), _all.IsNull(8) ? null : _all.Text(8))
            {
                Crashes = (int)_all.Int64(7),
                IsStored = true,
            });
        }

        return rows;
    }
}
