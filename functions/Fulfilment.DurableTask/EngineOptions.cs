using System.Text.Json;
using Fulfilment.DurableTask.Processing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.DurableTask;

/// <summary>How one embedded engine is set up. Sizes are bytes, times are of <see cref="Clock"/>.</summary>
public sealed record EngineOptions
{
    /// <summary>Data folder, created when missing; the database is <c>engine.db</c> in it.</summary>
    public required string Directory { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Timers due later than this stay silent although <see cref="Clock"/> has passed them. A driver of a virtual clock can so
    /// let something arrive at the very instant of a timer; waiting for idle wakes what it lets go. Null: the clock alone decides.
    /// </summary>
    public Func<DateTimeOffset>? TimersUpTo { get; init; }

    /// <summary>For inputs, results, events and custom status.</summary>
    public JsonSerializerOptions Json { get; init; } = new(JsonSerializerDefaults.Web);

    /// <summary>The stores' tables; migrated at open, before the engine accepts anything.</summary>
    public IReadOnlyList<SchemaModule> Modules { get; init; } = [];

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Limit of one input, result, event, output or custom status, as UTF-8 JSON.</summary>
    public int MaxPayloadBytes { get; init; } = 4 * 1024 * 1024;

    public int MaxConcurrentActivities { get; init; } = 64;

    /// <summary>Deliveries in flight for one kind of outbox message; a hanging provider holds only its own.</summary>
    public int MaxConcurrentDeliveriesPerKind { get; init; } = 8;

    /// <summary>
    /// Estimated memory of live orchestrators that sleep, kept between turns; those under way (an activity, a child, a timer due at
    /// once) have three times as much beside it. The heap grows by about twice that. 0 replays every turn from disk.
    /// </summary>
    public long CacheBytes { get; init; } = 12 * 1024 * 1024;

    /// <summary>Steps (client calls, completions, turns) that may share one commit.</summary>
    public int MaxBatchSteps { get; init; } = 2048;

    /// <summary>How often a turn that cannot be run (its factory throws), and a turn or a scheduled activity that took the process down, is tried.</summary>
    public int QuarantineTries { get; init; } = 5;

    /// <summary>Deliveries of one outbox message before it is parked for staff.</summary>
    public int OutboxMaxAttempts { get; init; } = 100;

    /// <summary>Wait before the second delivery; doubles up to <see cref="OutboxMaxBackoff"/>.</summary>
    public TimeSpan OutboxFirstBackoff { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan OutboxMaxBackoff { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Nothing is delivered: messages stay in the outbox. For an engine that is opened to be emptied.</summary>
    public bool HoldOutbox { get; init; }

    /// <summary>How long a batch waits, in real time, for another program's transaction on the file.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait before work is tried again after the disk was full, or a turn could not be run.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits, in real time, for activities and deliveries in flight before it abandons them to the next start.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Ends the process after a failed commit or sync (what the disk holds is unknown then, and only a restart reads it anew), after damage was found in the history, and after an error of the engine's own.
    /// Tests replace it; when it returns, the engine refuses everything.
    /// </summary>
    public Action<string, Exception> FailFast { get; init; } = static (message, exception) => Environment.FailFast(message, exception);

    internal EngineHooks Hooks { get; init; } = new();
}
