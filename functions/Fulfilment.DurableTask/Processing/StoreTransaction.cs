using System.Globalization;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// Foreign writes inside the batch, each in its savepoint. What they cause in memory is kept back until nothing can undo
/// them any more. On the engine's thread.
/// </summary>
internal sealed class StoreTransaction(EngineOptions options, Database database, Tables tables, Batch batch, InstanceCache cache, Lifecycle lifecycle, OutboxRunner outbox)
    : EngineTransaction
{
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger<EmbeddedEngine>();
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly List<Action> _staged = [];
    private bool _inUse;
    private string? _trace;

    public override SqliteConnection Connection => database.Connection;

    public override DateTimeOffset Now => new(batch.Now, TimeSpan.Zero);

    /// <summary>Runs <paramref name="work"/>; when it throws, nothing of it remains.</summary>
    /// <param name="trace">The trace parent of what the work starts, raises or enqueues.</param>
    public T Run<T>(Func<StoreTransaction, T> work, string? trace)
    {
        if (_inUse)
        {
            throw new InvalidOperationException("A store's write cannot run inside another's.");
        }

        batch.Write();
        database.Savepoint();
        _inUse = true;
        _trace = trace;
        _staged.Clear();
        T result;
        try
        {
            result = work(this);
        }
        catch (Exception error)
        {
            Undo(error);
            throw;
        }
        finally
        {
            _inUse = false;
        }

        DemandTransaction(null);
        database.Release();
        var staged = _staged.ToArray();
        _staged.Clear();
        Array.ForEach(staged, action => action());
        return result;
    }

    public override SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        while (command.Parameters.Count < parameters.Length)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "?" + (command.Parameters.Count + 1).ToString(CultureInfo.InvariantCulture) });
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = command.Parameters[i];
            parameter.ResetSqliteType();
            parameter.Value = parameters[i] ?? DBNull.Value;
        }

        return command;
    }

    public override bool Start(string orchestratorName, string instanceId, object? input)
    {
        InstanceIds.Check(instanceId);
        var payload = Payloads.Write(input, options.Json, $"The input of '{instanceId}'", options.MaxPayloadBytes);
        if (lifecycle.InsertNew(orchestratorName, instanceId, _trace) is not { } instance)
        {
            return false;
        }

        _staged.Add(() => lifecycle.Activate(instance, payload, startAt: null));
        return true;
    }

    public override bool Reserve(string instanceId)
    {
        InstanceIds.Check(instanceId);
        if (tables.Instances.Find(instanceId) is not null)
        {
            return false;
        }

        tables.Instances.Register(instanceId);
        return true;
    }

    public override bool Replace(string orchestratorName, string instanceId, object? input)
    {
        InstanceIds.Check(instanceId);
        var payload = Payloads.Write(input, options.Json, $"The input of '{instanceId}'", options.MaxPayloadBytes);
        var old = cache.Find(instanceId);
        if (old is { IsFinished: false })
        {
            return false;
        }

        if (old is { InBatch: true })
        {
            // Its end is not on disk yet, and would be lost with this write if that is undone.
            throw new InvalidOperationException($"'{instanceId}' has ended just now: try again.");
        }

        var instance = lifecycle.Insert(orchestratorName, instanceId, null, null, _trace, old);
        _staged.Add(() => lifecycle.Activate(instance, payload, startAt: null));
        return true;
    }

    public override bool RaiseEvent(string instanceId, string eventName, object? payload) =>
        Raise(instanceId, eventName, Payloads.Write(payload, options.Json, $"The event '{eventName}' for '{instanceId}'", options.MaxPayloadBytes));

    public override bool Enqueue(OutboxMessage message)
    {
        if (tables.Outbox.Add(message, batch.Now, _trace) is not { } entry)
        {
            return false;
        }

        _staged.Add(() => outbox.Add(entry));
        return true;
    }

    public override IReadOnlyList<HeldMessage> TakeOutbox(IReadOnlyCollection<string> instanceIds) => tables.Outbox.Take(instanceIds);

    public override bool PutOutbox(HeldMessage held)
    {
        if (tables.Outbox.Put(held, batch.Now) is not { } entry)
        {
            return false;
        }

        if (held.Parked is null)
        {
            _staged.Add(() => outbox.Add(entry));
        }

        return true;
    }

    public override void OnCommitted(Action action) => _staged.Add(() => batch.AfterCommit(() => Notify(action)));

    internal bool Raise(string instanceId, string eventName, byte[]? payload)
    {
        // What is loaded here stays out of the cache: this very savepoint may have written it, and be undone.
        var iid = cache.Peek(instanceId)?.Iid ?? tables.Instances.Find(instanceId)?.Iid;
        if (iid is not { } number || (lifecycle.Inserted(number) ?? cache.Peek(number) ?? tables.Instances.Load(number)) is not { IsFinished: false })
        {
            _logger.LogInformation("Event {EventName} for {InstanceId} is dropped: no such running instance", eventName, instanceId);
            return false;
        }

        var trace = _trace;
        _staged.Add(() =>
        {
            if (cache.Get(number) is { IsFinished: false } instance)
            {
                lifecycle.Input(instance, new HistoryEvent(HistoryKind.EventRaised) { Name = eventName, Payload = payload, Trace = trace });
            }
        });
        return true;
    }

    public void Close()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    /// <summary>The write stands whatever its listener does, and the engine must too.</summary>
    private void Notify(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            _logger.LogError(error, "A listener for a committed write failed");
        }
    }

    private void Undo(Exception error)
    {
        lifecycle.ForgetInserted();
        // A full disk undoes the whole batch; the batch will find out from the error.
        if (database.InTransaction)
        {
            database.UndoSavepoint();
        }
        else if (error is not SqliteException sqlite || !StorageErrors.EndsBatch(sqlite))
        {
            DemandTransaction(error);
        }
    }

    /// <summary>
    /// SQLite rolls back by itself on some errors. When the work hid that, its later statements were each committed on their
    /// own, and nothing can say what the file holds of the batch: the engine must end, as after a failed commit.
    /// </summary>
    private void DemandTransaction(Exception? error)
    {
        if (!database.InTransaction)
        {
            throw new SqliteException("the batch's transaction was rolled back inside a store's write, which hid it" + (error is null ? "" : $" ({error.Message})"), raw.SQLITE_IOERR);
        }
    }
}
