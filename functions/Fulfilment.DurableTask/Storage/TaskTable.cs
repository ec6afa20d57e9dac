namespace Fulfilment.DurableTask.Storage;

/// <summary>One scheduled activity.</summary>
internal sealed record TaskRow(long Iid, string InstanceId, int Execution, int TaskId, string Name, int Attempt, byte[]? Input, string? Trace = null)
{
    /// <summary>How often the process ended while it ran.</summary>
    public int Crashes { get; init; }

    /// <summary>A local activity that ran inside the batch that scheduled it has no row.</summary>
    public bool IsStored { get; set; }

    /// <summary>False while <see cref="Input"/> is on disk only; see <see cref="TaskInputs"/>.</summary>
    public bool HasInput { get; init; } = true;

    public bool IsOf(TaskRow other) => Iid == other.Iid && Execution == other.Execution;
}

/// <summary>
/// Activities that were scheduled and have not completed. The input is in the history already; it is kept here only once its
/// execution's history is gone, then also as an empty blob when there was none.
/// </summary>
internal sealed class TaskTable(Database database)
{
    private const string Columns = "SELECT t.iid, r.instance, t.execution, t.task, t.name, t.attempt, t.crashes, t.trace FROM tasks t JOIN registry r ON r.iid = t.iid";

    private readonly Statement _insert = database.Prepare("INSERT INTO tasks(iid, execution, task, name, attempt, input, trace) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _delete = database.Prepare("DELETE FROM tasks WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _purge = database.Prepare("DELETE FROM tasks WHERE iid = ?1");
    private readonly Statement _crashed = database.Prepare("UPDATE tasks SET crashes = crashes + 1 WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _forgive = database.Prepare("UPDATE tasks SET crashes = 0 WHERE iid = ?1");
    private readonly Statement _input = database.Prepare("SELECT input FROM tasks WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _setInput = database.Prepare("UPDATE tasks SET input = ?4 WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _withoutInput = database.Prepare(
        "SELECT t.execution, t.task FROM tasks t JOIN instances i ON i.iid = t.iid AND i.execution = t.execution WHERE t.iid = ?1 AND t.input IS NULL ORDER BY t.task");
    private readonly Statement _has = database.Prepare("SELECT 1 FROM tasks WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _all = database.Prepare($"{Columns} ORDER BY t.iid, t.execution, t.task");
    private readonly Statement _of = database.Prepare($"{Columns} WHERE t.iid = ?1 ORDER BY t.execution, t.task");

    /// <param name="withInput">The history of its execution is not kept.</param>
    public void Insert(TaskRow row, bool withInput)
    {
        _insert.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Bind(4, row.Name).Bind(5, row.Attempt).BindBlob(6, withInput ? row.Input ?? [] : null).Bind(7, row.Trace).Execute();
        row.IsStored = true;
    }

    /// <summary>False when it was purged meanwhile.</summary>
    public bool Delete(TaskRow row) => _delete.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Execute() > 0;

    public bool Has(TaskRow row)
    {
        var found = _has.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Step();
        _has.Reset();
        return found;
    }

    public void Purge(long iid) => _purge.Bind(1, iid).Execute();

    /// <summary>It was running when the last process ended without saying so.</summary>
    public void CountCrash(long iid, int execution, int task) => _crashed.Bind(1, iid).Bind(2, execution).Bind(3, task).Execute();

    public void Forgive(long iid) => _forgive.Bind(1, iid).Execute();

    /// <summary>Null when it is in the history; empty when there is none.</summary>
    public byte[]? Input(TaskRow row)
    {
        var input = _input.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Step() ? _input.Blob(0) : null;
        _input.Reset();
        return input;
    }

    public void SetInput(long iid, int execution, int task, byte[]? input) => _setInput.Bind(1, iid).Bind(2, execution).Bind(3, task).BindBlob(4, input ?? []).Execute();

    /// <summary>Activities whose input is in the stored history, by their step.</summary>
    public List<(int Execution, int Task)> WithoutInput(long iid)
    {
        var found = new List<(int, int)>();
        _withoutInput.Bind(1, iid);
        while (_withoutInput.Step())
        {
            found.Add(((int)_withoutInput.Int64(0), (int)_withoutInput.Int64(1)));
        }

        return found;
    }

    /// <summary>Without their inputs.</summary>
    public List<TaskRow> All() => Read(_all);

    /// <summary>Of one instance, all its executions; without their inputs.</summary>
    public List<TaskRow> Of(long iid) => Read(_of.Bind(1, iid));

    private static List<TaskRow> Read(Statement found)
    {
        var rows = new List<TaskRow>();
        while (found.Step())
        {
            rows.Add(new TaskRow(found.Int64(0), found.Text(1), (int)found.Int64(2), (int)found.Int64(3), found.Text(4), (int)found.Int64(5), null, found.IsNull(7) ? null : found.Text(7))
            {
                Crashes = (int)found.Int64(6),
                IsStored = true,
                HasInput = false,
            });
        }

        return rows;
    }
}
