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

    /// <summary>What a test calls a day: a whole one where the test makes the time, a unit where it really passes.</summary>
    public virtual TimeSpan Day => Capabilities.RealClock ? Unit : TimeSpan.FromDays(1);

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
/// <param name="RealClock">Time really passes: days are scaled down to <see cref="EngineHarness.Day"/>, and instants are held from below only.</param>
/// <param name="Restart">The engine can be stopped and started on the same store.</param>
public sealed record EngineCapabilities(
    bool Quarantine, bool History, int? MaxPayloadBytes, bool Dedupe, bool CancelledWaitKeepsEvent, bool RealClock, bool Restart)
{
    /// <summary>Starts obey <see cref="StartOptions.StartAt"/> (the Functions extension starts at once).</summary>
    public bool DelayedStart { get; init; }

    /// <summary>Instance ids may hold <c>/ \ ? #</c>, or begin with <c>@</c>.</summary>
    public bool OddInstanceIds { get; init; }

    /// <summary>Of several waits of one name the oldest is served first (SDK 1.25 serves the newest).</summary>
    public bool OldestWaiterFirst { get; init; }

    /// <summary>Of a timer and an event that the code is given in one turn, the event is there when the timer is.</summary>
    public bool EventBeforeTimer { get; init; }

    /// <summary>Every turn is replayed from the store, so that no restart is needed to see a replay.</summary>
    public bool ReplaysEveryTurn { get; init; }
}
