using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The embedded engine on a fresh folder and the machine's clock: a day of the suite is some milliseconds here, and passes by itself.</summary>
internal sealed class RealClockHarness : EngineHarness
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DataFolder _folder = new();
    private readonly EngineOptions _options;
    private EmbeddedEngine _engine = null!;

    private RealClockHarness() => _options = new EngineOptions { Directory = _folder.Path, Clock = TimeProvider.System, MaxPayloadBytes = 2 * 1024 * 1024 };

    public override IOrchestrationClient Client => _engine.Client;

    public override IQuarantine Quarantine => _engine.Quarantine;

    public override EngineCapabilities Capabilities => EmbeddedHarness.Promises(_options);

    public override TimeSpan Unit => TimeSpan.FromMilliseconds(10);

    public override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<EngineHarness> CreateAsync(TaskRegistry registry)
    {
        var harness = new RealClockHarness();
        await harness.OpenAsync(registry);
        return harness;
    }

    public override Task SettleAsync() => _engine.Progress.WhenIdleAsync().WaitAsync(Patience);

    public override async Task AdvanceAsync(TimeSpan by)
    {
        var target = Now + by;
        while (target - Now is { Ticks: > 0 } left)
        {
            await PassAsync(left);
        }

        await SettleAsync();
    }

    public override Task<OrchestrationMetadata> FinishAsync(string instanceId) =>
        Client.WaitForCompletionAsync(instanceId, getInputsAndOutputs: true).WaitAsync(Patience);

    public override async Task RestartAsync(TaskRegistry registry)
    {
        await _engine.DisposeAsync();
        await OpenAsync(registry);
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private async Task OpenAsync(TaskRegistry registry)
    {
        _engine = await EmbeddedEngine.OpenAsync(_options);
        await _engine.StartAsync(registry, NoServices.Instance, []);
    }

    /// <summary>Time is what is tested here, so it is waited for; nothing else is. May come back some ticks early: timers count coarser than clocks.</summary>
    private static async Task PassAsync(TimeSpan time)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = TimeProvider.System.CreateTimer(_ => passed.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await passed.Task;
    }
}
