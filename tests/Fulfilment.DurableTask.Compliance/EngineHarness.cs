namespace Fulfilment.DurableTask.Compliance;

/// <summary>
/// One engine under test, started on a store of its own. Tests speak of time in <see cref="Unit"/>s only: an engine with a
/// manual clock may make a unit a minute, one with a real clock a fraction of a second.
/// </summary>
public abstract class EngineHarness : IAsyncDisposable
{
    public abstract IOrchestrationClient Client { get; }

    public abstract EngineCapabilities Capabilities { get; }

    /// <summary>How long one unit of test time is.</summary>
    public abstract TimeSpan Unit { get; }

    /// <summary>The engine's clock.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Where the engine shows work it has given up; null without that capability.</summary>
    public virtual IQuarantine? Quarantine => null;

    /// <summary>Lets the engine do everything that can be done now.</summary>
    public abstract Task SettleAsync();

    /// <summary>Lets the time pass, and what falls due in it happen, in order.</summary>
    public abstract Task AdvanceAsync(TimeSpan by);

    /// <summary>Lets time pass until the instance has ended, however long that takes by the engine's clock.</summary>
    public abstract Task<OrchestrationMetadata> FinishAsync(string instanceId);

    /// <summary>Stops the engine and starts one with other code on the same store.</summary>
    public abstract Task RestartAsync(TaskRegistry registry);

    public abstract ValueTask DisposeAsync();
}

/// <summary>What an engine promises beyond the basics; a test of anything else reports "not promised".</summary>
/// <param name="Quarantine">Work that cannot be done is listed and can be retried.</param>
/// <param name="History">The client can read an instance's history.</param>
/// <param name="MaxPayloadBytes">Over this, payloads are refused with <see cref="PayloadTooLargeException"/>; null without a limit.</param>
/// <param name="Dedupe">Starts obey <see cref="StartOptions.DedupeStatuses"/>.</param>
/// <param name="CancelledWaitKeepsEvent">A cancelled wait takes no event.</param>
/// <param name="RealClock">Time really passes; tests that need long or exact times do not apply.</param>
/// <param name="Restart">The engine can be stopped and started on the same store.</param>
public sealed record EngineCapabilities(
    bool Quarantine, bool History, int? MaxPayloadBytes, bool Dedupe, bool CancelledWaitKeepsEvent, bool RealClock, bool Restart);
