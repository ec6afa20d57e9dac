using System.Globalization;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// Orders in miniature that use everything the engine promises: local and other activities, retries, timers, a child, events
/// raised over and over, ContinueAsNew, store rows and outbox effects. Its result depends on nothing but the number of
/// orders, so a run that was broken anywhere must end like one that was not.
/// </summary>
public sealed class Workload(int orders, TimeSpan unit)
{
    public const int Commands = 4;

    public static readonly SchemaModule Module = new("work",
        ["CREATE TABLE work_row(key TEXT PRIMARY KEY, text TEXT NOT NULL); CREATE TABLE work_effect(key TEXT PRIMARY KEY, times INTEGER NOT NULL);"]);

    public IEnumerable<string> Ids => Enumerable.Range(0, orders).Select(IdOf);

    /// <summary>One for each command of each order, and one for its parcel.</summary>
    public long Effects => orders * (Commands + 1L);

    public static string IdOf(int order) => "order-" + order.ToString("0000", CultureInfo.InvariantCulture);

    public TaskRegistry Registry() => new TaskRegistry()
        .AddOrchestrator("order", _ => new OrderCode())
        .AddOrchestrator("parcel", _ => new ParcelCode())
        .AddActivity("publish", _ => new Publish())
        .AddActivity("price", _ => new Price());

    /// <summary>Starts what is not started and raises every command again, as callers do who never got an answer.</summary>
    public async Task FeedAsync(EmbeddedEngine engine)
    {
        await Task.WhenAll(Ids.Select(id => engine.Store.WriteAsync(transaction => transaction.Start("order", id, new OrderState(0, unit.Ticks, [], 0)))));
        for (var command = 0; command < Commands; command++)
        {
            var number = command;
            await Task.WhenAll(Ids.Select(id => engine.Client.RaiseEventAsync(id, "command", number)));
        }
    }

    /// <summary>What must be the same however the run went: outputs, rows and effects, in order.</summary>
    public static async Task<IReadOnlyList<string>> ResultAsync(EmbeddedEngine engine)
    {
        var result = new List<string>();
        string? token = null;
        do
        {
            var page = await engine.Client.QueryAsync(new OrchestrationQuery { FetchInputsAndOutputs = true, ContinuationToken = token });
            result.AddRange(page.Items.Select(item => $"instance {item.InstanceId} {item.Status} {item.SerializedOutput}"));
            token = page.ContinuationToken;
        }
        while (token is not null);

        result.AddRange(await engine.Store.ReadAsync(connection => Soundness.Rows(connection, "SELECT 'row ' || key || ' ' || text FROM work_row ORDER BY key")));
        result.AddRange(await engine.Store.ReadAsync(connection => Soundness.Rows(connection, "SELECT 'effect ' || key || ' x' || times FROM work_effect ORDER BY key")));
        return result;
    }

    /// <summary>What does not hold of a folder that the workload was run on, one line each.</summary>
    public static IReadOnlyList<string> Faults(string directory) => Soundness.Faults(directory, new Workload(0, default).Registry());

    /// <summary>What differs from the result of a run that nothing disturbed, some lines of it.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> model, IReadOnlyList<string> result) =>
    [
        .. model.Except(result).Take(3).Select(line => "missing " + line),
        .. result.Except(model).Take(3).Select(line => "unexpected " + line),
    ];
}

/// <param name="Seen">Commands that were applied; a repeated one changes nothing.</param>
/// <param name="Effects">The effect number; never restarts.</param>
public sealed record OrderState(int Generation, long UnitTicks, IReadOnlyList<int> Seen, int Effects);

public sealed record Publication(string Text, int Effect);

/// <summary>Takes one command a generation, until all have come.</summary>
public sealed class OrderCode : Orchestrator<OrderState, string>
{
    public override async Task<string> RunAsync(OrchestrationContext context, OrderState input)
    {
        var state = input;
        var unit = TimeSpan.FromTicks(state.UnitTicks);
        using var cancel = new CancellationTokenSource();
        var patience = context.CreateTimer(context.CurrentUtcDateTime + (100_000 * unit), cancel.Token);
        var command = context.WaitForExternalEvent<int>("command");
        await Task.WhenAny(command, patience);
        var number = await command;
        cancel.Cancel();
        if (!state.Seen.Contains(number))
        {
            var price = await context.CallActivityAsync<int>("price", number, new TaskOptions(new RetryPolicy(5, unit, 2)));
            var effect = state.Effects + 1;
            await context.CallActivityAsync("publish", new Publication($"command {number} price {price}", effect));
            state = state with { Seen = [.. state.Seen, number], Effects = effect };
        }

        if (state.Seen.Count < Workload.Commands)
        {
            context.ContinueAsNew(state with { Generation = state.Generation + 1 });
            return "";
        }

        await context.CreateTimer(context.CurrentUtcDateTime + unit, CancellationToken.None);
        var parcel = await context.CallSubOrchestratorAsync<string>("parcel", state.Seen.Sum(), new TaskOptions(InstanceId: context.InstanceId + ".parcel"));
        return $"{string.Join(',', state.Seen.Order())} {parcel}";
    }
}

public sealed class ParcelCode : Orchestrator<int, string>
{
    public override async Task<string> RunAsync(OrchestrationContext context, int input)
    {
        var prices = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("price", n)));
        await context.CallActivityAsync("publish", new Publication($"parcel {prices.Sum()}", 1));
        return $"parcel {input + prices.Sum()}";
    }
}

/// <summary>Writes a row and enqueues an effect with its completion.</summary>
[LocalActivity]
public sealed class Publish : Activity<Publication, bool>
{
    public override Task<bool> RunAsync(ActivityContext context, Publication input, CancellationToken cancellationToken)
    {
        var key = $"{context.InstanceId}/{input.Effect}";
        var text = input.Effect == 1 && context.InstanceId.EndsWith(".parcel", StringComparison.Ordinal) ? input.Text : "published";
        context.Writes.Add(new SqlWrite(transaction => transaction.Prepare("INSERT INTO work_row VALUES(?1, ?2)", key, text).ExecuteNonQuery()));
        context.Writes.Enqueue(new OutboxMessage(key, "effect", context.InstanceId, input.Effect, "{}"));
        return Task.FromResult(true);
    }
}

/// <summary>Leaves the engine's thread, and fails its first try for some inputs.</summary>
public sealed class Price : Activity<int, int>
{
    public override async Task<int> RunAsync(ActivityContext context, int input, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return input == 2 && context.Attempt == 1 && !context.InstanceId.EndsWith(".parcel", StringComparison.Ordinal)
            ? throw new IOException("no price yet")
            : (10 * input) + 7;
    }
}

/// <summary>Counts applied effects in the batch that removes the message: one key counted twice is an effect applied twice.</summary>
public sealed class EffectHandler(long expected) : IOutboxHandler
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task AllApplied => _all.Task;

    public string Kind => "effect";

    public Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        var key = delivery.Message.Key;
        completion.Add(new SqlWrite(transaction =>
        {
            transaction.Prepare("INSERT INTO work_effect VALUES(?1, 1) ON CONFLICT(key) DO UPDATE SET times = times + 1", key).ExecuteNonQuery();
            Count(transaction);
        }));
        return Task.FromResult(delivery.Attempt == 1 && delivery.Message.Number == 3 ? new OutboxResult.RetryAfter(TimeSpan.FromMilliseconds(1), "busy") : OutboxResult.Delivered);
    }

    /// <summary>Sees, in the batch that changes it, whether all effects are applied.</summary>
    public int Count(EngineTransaction transaction)
    {
        if ((long)transaction.Prepare("SELECT count(*) FROM work_effect").ExecuteScalar()! == expected)
        {
            transaction.OnCommitted(() => _all.TrySetResult());
        }

        return 0;
    }
}

public sealed class NoServices : IServiceProvider
{
    public object? GetService(Type serviceType) => null;
}
