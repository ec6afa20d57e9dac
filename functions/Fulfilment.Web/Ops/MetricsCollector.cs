using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Fulfilment.Web.Ops;

/// <summary>Listens to every meter whose name begins with "Fulfilment" and prints them as Prometheus text.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new();

    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Fulfilment", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument, RecorderOf(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((Recorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((Recorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Recorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Recorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((Recorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Recorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((Recorder)state!).Record((double)value, tags));
        _listener.Start();
    }

    public string Text()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (_, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal)) series.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>All that depends on the instrument is found out once, when it is published: measurements come on the engine's thread.</summary>
    private Recorder RecorderOf(Instrument instrument)
    {
        var kind = KindOf(instrument);
        var name = Name(instrument, kind);
        var adds = !instrument.IsObservable && (kind != MetricKind.Gauge || TypeName(instrument) == "UpDownCounter");
        return new(_series.GetOrAdd(name, _ => new(name, instrument.Description ?? instrument.Name, kind)), adds);
    }

    private static MetricKind KindOf(Instrument instrument) => TypeName(instrument) switch
    {
        "Counter" or "ObservableCounter" => MetricKind.Counter,
        "Histogram" => MetricKind.Histogram,
        "UpDownCounter" or "ObservableUpDownCounter" or "Gauge" or "ObservableGauge" => MetricKind.Gauge,
        var other => throw new InvalidOperationException($"Unknown instrument {other}."),
    };

    private static string TypeName(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    private static string Name(Instrument instrument, MetricKind kind)
    {
        var name = new StringBuilder(instrument.Name.Length + 8);
        foreach (var c in instrument.Name) name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (instrument.Unit is "s" or "ms" or "By") name.Append(instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", _ => "_bytes" });
        return kind == MetricKind.Counter ? name.Append("_total").ToString() : name.ToString();
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags)
            labels.Add($"{name.Replace('.', '_').Replace('-', '_')}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Recorder(MetricSeries series, bool adds)
    {
        public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => series.Record(value, Labels(tags), adds);
    }
}
