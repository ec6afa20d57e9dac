using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Engine;

/// <summary>The orchestrations that are measured.</summary>
internal static class Workloads
{
    public const string Event = "command";

    /// <summary>What an input, a result or an event holds: 400 bytes as JSON.</summary>
    public static readonly string Payload = new('x', 398);

    /// <summary>Timers that each dormant order has far ahead.</summary>
    public const int DormantTimers = 10;

    public static TaskRegistry Registry(Endings endings) => new TaskRegistry()
        .AddOrchestrator("Three", _ => new Lambda(ThreeAsync, endings))
        .AddOrchestrator("Chain", _ => new Lambda(ChainAsync, endings))
        .AddOrchestrator("Order", _ => new Lambda(context => OrderAsync(context, "Work"), endings))
        .AddOrchestrator("LocalOrder", _ => new Lambda(context => OrderAsync(context, "LocalWork"), endings))
        .AddOrchestrator("Dormant", _ => new Lambda(DormantAsync, endings))
        .AddOrchestrator("Ping", _ => new Lambda(PingAsync, endings))
        .AddOrchestrator("OneTimer", _ => new Lambda(OneTimerAsync, endings))
        .AddOrchestrator("JustTimer", _ => new Lambda(JustTimerAsync, endings))
        .AddActivity("Work", _ => new Work())
        .AddActivity("LocalWork", _ => new LocalWork())
        .AddActivity("Begun", _ => new Probe.Begun());

    /// <summary>Events that a whole order waits for.</summary>
    public const int OrderEvents = 4;

    /// <summary>Turns after which a whole order's progress is on disk: its start, 8 activities, 4 events, 3 timers.</summary>
    public const int OrderCheckpoints = 16;

    /// <summary>The same of the small orchestration, its start, 3 activities and 1 event, and of the chain, its start and 5 activities.</summary>
    public const int ThreeCheckpoints = 5;
    public const int ChainCheckpoints = 6;

    /// <summary>As JSON.</summary>
    public static int PayloadBytes => Payload.Length + 2;

    /// <summary>A whole order's input, its activities' inputs and results, its events, each once; its output is one more.</summary>
    public static int OrderPayloads => 1 + (8 * 2) + OrderEvents + 1;

    public static long OrderPayloadBytes => (long)PayloadBytes * OrderPayloads;

    private static async Task<object?> ThreeAsync(OrchestrationContext context)
    {
        await context.CallActivityAsync<string>("Work", Payload);
        var given = await context.WaitForExternalEvent<string>(Event);
        await context.CallActivityAsync<string>("Work", given);
        return await context.CallActivityAsync<string>("Work", Payload);
    }

    private static async Task<object?> ChainAsync(OrchestrationContext context)
    {
        for (var i = 0; i < 5; i++) await context.CallActivityAsync<string>("Work", Payload);
        return null;
    }

    private static async Task<object?> OrderAsync(OrchestrationContext context, string activity)
    {
        Task<string> Do(string input) => context.CallActivityAsync<string>(activity, input);
        await Do(Payload);
        await Do(await context.WaitForExternalEvent<string>(Event));
        for (var i = 0; i < OrderEvents - 1; i++)
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(1), CancellationToken.None);
            await Do(Payload);
            await Do(await context.WaitForExternalEvent<string>(Event));
        }

        return Payload;
    }

    /// <summary>An open order: waits for a command, with timers weeks ahead; a command makes it work once and wait again.</summary>
    private static async Task<object?> DormantAsync(OrchestrationContext context)
    {
        for (var i = 0; i < DormantTimers; i++) _ = context.CreateTimer(context.CurrentUtcDateTime.AddDays(30 + i), CancellationToken.None);
        var probe = await context.WaitForExternalEvent<int>(Event);
        await context.CallActivityAsync<bool>("Begun", probe);
        context.ContinueAsNew(context.GetInput<string>());
        return null;
    }

    private static async Task<object?> PingAsync(OrchestrationContext context)
    {
        await context.CallActivityAsync<bool>("Begun", await context.WaitForExternalEvent<int>(Event));
        return null;
    }

    private static async Task<object?> OneTimerAsync(OrchestrationContext context)
    {
        await JustTimerAsync(context);
        await context.CallActivityAsync<bool>("Begun", context.GetInput<TimerProbe>()!.Probe);
        return null;
    }

    /// <summary>The real clock is looked at in the code itself, right after the timer: whether it came early shows there and nowhere later.</summary>
    private static async Task<object?> JustTimerAsync(OrchestrationContext context)
    {
        var (probe, due) = context.GetInput<TimerProbe>()!;
        await context.CreateTimer(new DateTime(due, DateTimeKind.Utc), CancellationToken.None);
        Probe.Fire(probe);
        return null;
    }

    private sealed class Lambda(Func<OrchestrationContext, Task<object?>> run, Endings endings) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => endings.OfAsync(context.InstanceId, run(context));
    }

    private sealed class Work : Activity<string, string>
    {
        public override Task<string> RunAsync(ActivityContext context, string input, CancellationToken cancellationToken) => Task.FromResult(Payload);
    }

    [LocalActivity]
    private sealed class LocalWork : Activity<string, string>
    {
        public override Task<string> RunAsync(ActivityContext context, string input, CancellationToken cancellationToken) => Task.FromResult(Payload);
    }
}

/// <param name="Due">UTC ticks.</param>
internal sealed record TimerProbe(int Probe, long Due);
