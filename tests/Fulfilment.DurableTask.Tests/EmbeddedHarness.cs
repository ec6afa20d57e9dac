using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The embedded engine on a fresh folder and a manual clock; <see cref="RealClockHarness"/> is the one whose time passes.</summary>
internal sealed class EmbeddedHarness : EngineHarness
{
    private readonly DataFolder _folder = new();
    private EmbeddedEngine _engine = null!;

    private EmbeddedHarness(Func<EngineOptions, EngineOptions> configure) =>
        Options = configure(new EngineOptions { Directory = _folder.Path, Clock = Clock, MaxPayloadBytes = 2 * 1024 * 1024 });

    public ManualClock Clock { get; } = new();

    public EngineOptions Options { get; }

    public EmbeddedEngine Engine => _engine;

    /// <summary>The code that runs.</summary>
    public TaskRegistry Registry { get; private set; } = new();

    public override IOrchestrationClient Client => _engine.Client;

    public override IQuarantine Quarantine => _engine.Quarantine;

    public override EngineCapabilities Capabilities => Promises(Options);

    public override TimeSpan Unit => TimeSpan.FromMinutes(1);

    public override DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>All of it, on whatever clock.</summary>
    public static EngineCapabilities Promises(EngineOptions options) => new(
        Quarantine: true, History: true, options.MaxPayloadBytes, Dedupe: true, CancelledWaitKeepsEvent: true, RealClock: options.Clock == TimeProvider.System, Restart: true)
    {
        DelayedStart = true,
        OddInstanceIds = true,
        OldestWaiterFirst = true,
        EventBeforeTimer = true,
        ReplaysEveryTurn = options.CacheBytes == 0,
    };

    public static async Task<EmbeddedHarness> CreateAsync(TaskRegistry registry, Func<EngineOptions, EngineOptions>? configure = null, params IReadOnlyList<IOutboxHandler> handlers)
    {
        var harness = new EmbeddedHarness(configure ?? (options => options));
        await harness.OpenAsync(registry, handlers);
        return harness;
    }

    public override Task SettleAsync() => _engine.Progress.WhenIdleAsync();

    public override async Task AdvanceAsync(TimeSpan by)
    {
        var target = Clock.GetUtcNow() + by;
        await SettleAsync();
        while (_engine.Progress.NextDue is { } due && due <= target)
        {
            Clock.AdvanceTo(due);
            await SettleAsync();
        }

        Clock.AdvanceTo(target);
        await SettleAsync();
    }

    public override async Task<OrchestrationMetadata> FinishAsync(string instanceId)
    {
        await SettleAsync();
        for (var steps = 0; await Client.GetInstanceAsync(instanceId) is { IsCompleted: false } && _engine.Progress.NextDue is { } due && steps < 100_000; steps++)
        {
            Clock.AdvanceTo(due);
            await SettleAsync();
        }

        return await Client.WaitForCompletionAsync(instanceId, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits until the engine has nothing to do but to wait, and so has met whatever stops it.</summary>
    public async Task FinishedTriesAsync()
    {
        while (_engine.Progress.NextDue is null)
        {
            await Task.Yield();
            await SettleAsync();
        }
    }

    public override Task RestartAsync(TaskRegistry registry) => RestartAsync(registry, []);

    public async Task RestartAsync(TaskRegistry registry, IReadOnlyList<IOutboxHandler> handlers)
    {
        await _engine.DisposeAsync();
        await OpenAsync(registry, handlers);
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private async Task OpenAsync(TaskRegistry registry, IReadOnlyList<IOutboxHandler> handlers)
    {
        Registry = registry;
        _engine = await EmbeddedEngine.OpenAsync(Options);
        await _engine.StartAsync(registry, NoServices.Instance, handlers);
    }
}
