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
