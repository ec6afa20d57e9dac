using System.Globalization;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

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
    /// <param name="trace">The trace parent of what the work starts or enqueues.</param>
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
        catch
        {
            Undo();
            throw;
        }
        finally
        {
            _inUse = false;
        }

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
        if (tables.Instances.Find(instanceId) is not null)
        {
            return false;
        }

        var instance = lifecycle.Insert(orchestratorName, instanceId, null, null, _trace, null);
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
        // A row that this very savepoint wrote is not in the cache yet, so the cache is asked only when the event is applied.
        if (tables.Instances.Find(instanceId) is not { } found || (cache.Peek(found.Iid) ?? tables.Instances.Load(found.Iid)) is not { IsFinished: false })
        {
            _logger.LogInformation("Event {EventName} for {InstanceId} is dropped: no such running instance", eventName, instanceId);
            return false;
        }

        _staged.Add(() =>
        {
            if (cache.Get(found.Iid) is { IsFinished: false } instance)
            {
                lifecycle.Input(instance, new HistoryEvent(HistoryKind.EventRaised) { Name = eventName, Payload = payload });
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

    private void Undo()
    {
        // A full disk may have undone the whole batch already; the batch will find out.
        if (database.InTransaction)
        {
            database.UndoSavepoint();
        }
    }
}
