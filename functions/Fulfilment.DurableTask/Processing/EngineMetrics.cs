using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fulfilment.DurableTask.Processing;

/// <summary>What the engine measures, under the meter "Fulfilment.DurableTask". Durations in milliseconds, ages in seconds.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter _meter = new("Fulfilment.DurableTask");
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _sync;
    private readonly Histogram<double> _replay;
    private readonly Counter<long> _turns;
    private readonly Counter<long> _quarantined;

    public EngineMetrics()
    {
        _batch = _meter.CreateHistogram<int>("engine.commit.steps", "{step}", "Steps that shared one commit");
        _sync = _meter.CreateHistogram<double>("engine.commit.duration", "ms", "Commit and sync");
        _replay = _meter.CreateHistogram<double>("engine.replay.duration", "ms", "Reading and replaying one instance from disk");
        _turns = _meter.CreateCounter<long>("engine.turns", "{turn}");
        _quarantined = _meter.CreateCounter<long>("engine.quarantined", "{item}", "Instances and messages taken out of work since the start");
    }

    /// <summary>Gauges are read from any thread.</summary>
    public void Observe(Func<int> queue, Func<int> activities, Func<int> outbox, Func<double> outboxAge, Func<int> parked, Func<int> quarantined, Func<long> cacheBytes)
    {
        _meter.CreateObservableGauge("engine.queue.depth", queue, "{item}", "Requests and completions not yet taken");
        _meter.CreateObservableGauge("engine.activities.pending", activities, "{activity}");
        _meter.CreateObservableGauge("engine.outbox.depth", outbox, "{message}", "Messages that wait or are under way");
        _meter.CreateObservableGauge("engine.outbox.age", outboxAge, "s", "Age of the oldest message not yet delivered");
        _meter.CreateObservableGauge("engine.outbox.parked", parked, "{message}", "Messages given up that wait for staff");
        _meter.CreateObservableGauge("engine.quarantine.depth", quarantined, "{instance}", "Instances whose code cannot be run at present");
        _meter.CreateObservableGauge("engine.cache.size", cacheBytes, "By", "Estimated memory of live orchestrators");
    }

    public void Committed(int steps, long started)
    {
        _batch.Record(steps);
        _sync.Record(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    public void Replayed(long started) => _replay.Record(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

    public void Turn() => _turns.Add(1);

    public void Quarantined(string kind) => _quarantined.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Dispose() => _meter.Dispose();
}
