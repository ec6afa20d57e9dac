using Fulfilment.DurableTask;
using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Tests;
using Fulfilment.FunctionApp.Adapters;

namespace Fulfilment.FunctionApp.Tests.Compliance;

/// <summary>The embedded engine behind the SDK's shapes behind the adapters: whatever an adapter loses or turns round, the engine's own suite notices.</summary>
internal sealed class AdapterHarness : EngineHarness
{
    private readonly EmbeddedHarness _inner;

    private AdapterHarness(EmbeddedHarness inner) => _inner = inner;

    /// <summary>As the app makes it.</summary>
    public override IOrchestrationClient Client => new OrchestrationClientAdapter(new SdkShapedClient(_inner.Client));

    /// <summary>What the engine underneath promises, less what no adapter over the Functions extension can: histories and delayed starts.</summary>
    public override EngineCapabilities Capabilities => _inner.Capabilities with { History = false, DelayedStart = false };

    public override IQuarantine? Quarantine => _inner.Quarantine;

    public override TimeSpan Unit => _inner.Unit;

    public override DateTimeOffset Now => _inner.Now;

    public static async Task<EngineHarness> OpenAsync(TaskRegistry registry) => new AdapterHarness(await EmbeddedHarness.CreateAsync(Adapted(registry), options => options with { CacheBytes = 0 }));

    public override Task SettleAsync() => _inner.SettleAsync();

    public override Task AdvanceAsync(TimeSpan by) => _inner.AdvanceAsync(by);

    public override async Task<OrchestrationMetadata> FinishAsync(string instanceId)
    {
        await _inner.FinishAsync(instanceId);
        return await Client.WaitForCompletionAsync(instanceId, getInputsAndOutputs: true);
    }

    public override Task RestartAsync(TaskRegistry registry) => _inner.RestartAsync(Adapted(registry));

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    private static TaskRegistry Adapted(TaskRegistry registry)
    {
        var adapted = new TaskRegistry();
        foreach (var (name, factory) in registry.Orchestrators) adapted.AddOrchestrator(name, services => new Adapter(factory(services)));
        foreach (var (name, activity) in registry.Activities) adapted.AddActivity(name, activity.Factory, activity.IsLocal);
        return adapted;
    }

    private sealed class Adapter(IOrchestrator inner) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => inner.RunAsync(new OrchestrationContextAdapter(new SdkShapedContext(context)));
    }
}
