using Fulfilment.DurableTask.Processing;

namespace Fulfilment.DurableTask.Storage;

/// <summary>The id registry, which purge never empties, and the instances that are there.</summary>
internal sealed class InstanceTable(Database database)
{
    private const string Columns =
        "r.iid, r.instance, i.name, i.status, i.execution, i.created, i.custom_status, i.parent_iid, i.parent_execution, i.parent_task, i.pending_from, i.trace, "
        + "(SELECT p.instance FROM registry p WHERE p.iid = i.parent_iid), EXISTS(SELECT 1 FROM quarantine q WHERE q.iid = r.iid)";

    private readonly Statement _find = database.Prepare("SELECT iid, execution FROM registry WHERE instance = ?1");
    private readonly Statement _register = database.Prepare("INSERT INTO registry(instance, execution) VALUES(?1, 0) ON CONFLICT DO NOTHING RETURNING iid");
    private readonly Statement _remember = database.Prepare("UPDATE registry SET execution = ?2 WHERE iid = ?1");
    private readonly Statement _load = database.Prepare($"SELECT {Columns} FROM registry r JOIN instances i ON i.iid = r.iid WHERE r.iid = ?1");
    private readonly Statement _pending = database.Prepare("SELECT iid FROM instances WHERE pending_from IS NOT NULL ORDER BY iid");
    private readonly Statement _update = database.Prepare(
        "UPDATE instances SET status = ?2, execution = ?3, custom_status = ?4, pending_from = ?5 WHERE iid = ?1");
    private readonly Statement _insert = database.Prepare(
        """
        INSERT INTO instances(iid, name, status, execution, created, parent_iid, parent_execution, parent_task, trace, custom_status, pending_from)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT(iid) DO UPDATE SET name = ?2, status = ?3, execution = ?4, created = ?5,
            parent_iid = ?6, parent_execution = ?7, parent_task = ?8, trace = ?9, custom_status = ?10, pending_from = ?11
        """);
    private readonly Statement _delete = database.Prepare("DELETE FROM instances WHERE iid = ?1");

    /// <summary>The registered number of an id, and the last execution of a purged instance.</summary>
    public (long Iid, int PurgedExecution)? Find(string instanceId)
    {
        if (!_find.Bind(1, instanceId).Step())
        {
            return null;
        }

        var found = (_find.Int64(0), (int)_find.Int64(1));
        _find.Reset();
        return found;
    }

    /// <summary>Null when the id is known.</summary>
    public long? Register(string instanceId)
    {
        if (!_register.Bind(1, instanceId).Step())
        {
            return null;
        }

        var iid = _register.Int64(0);
        _register.Reset();
        return iid;
    }

    public void Insert(Instance instance) => _insert
        .Bind(1, instance.Iid).Bind(2, instance.Name).Bind(3, (long)instance.Status).Bind(4, instance.Execution).Bind(5, instance.Created)
        .Bind(6, instance.Parent?.Iid).Bind(7, instance.Parent?.Execution).Bind(8, instance.Parent?.TaskId).Bind(9, instance.Trace)
        .BindBlob(10, instance.CustomStatus).Bind(11, instance.PendingFrom).Execute();

    public void Update(Instance instance) => _update
        .Bind(1, instance.Iid).Bind(2, (long)instance.Status).Bind(3, instance.Execution).BindBlob(4, instance.CustomStatus).Bind(5, instance.PendingFrom).Execute();

    /// <summary>Removes the instance; the registry keeps its id and, so that executions never repeat, its last execution.</summary>
    public void Delete(long iid, int execution)
    {
        _remember.Bind(1, iid).Bind(2, execution).Execute();
        _delete.Bind(1, iid).Execute();
    }

    public Instance? Load(long iid)
    {
        if (!_load.Bind(1, iid).Step())
        {
            return null;
        }

        var instance = new Instance(_load.Int64(0), _load.Text(1), _load.Text(2), (int)_load.Int64(4), _load.Int64(5))
        {
            Status = (OrchestrationStatus)_load.Int64(3),
            CustomStatus = _load.Blob(6),
            Parent = _load.IsNull(7) ? null : new ParentLink(_load.Int64(7), (int)_load.Int64(8), (int)_load.Int64(9)),
            PendingFrom = _load.NullableInt64(10),
            InputsLoaded = _load.IsNull(10),
            Trace = _load.IsNull(11) ? null : _load.Text(11),
            ParentId = _load.IsNull(12) ? null : _load.Text(12),
            Quarantined = _load.Int64(13) != 0,
        };
        _load.Reset();
        return instance;
    }

    /// <summary>Instances with stored inputs that were not fed to their code before the last stop.</summary>
    public List<long> Pending()
    {
        var found = new List<long>();
        while (_pending.Step())
        {
            found.Add(_pending.Int64(0));
        }

        return found;
    }
}
