using System.Globalization;
using System.Text;

namespace Fulfilment.Web.Ops;

/// <summary>One instrument's values by label set, in the Prometheus text form.</summary>
internal sealed class MetricSeries(string name, string help, MetricKind kind)
{
    // Seconds and counts alike: fine below one, coarse above.
    private static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 250, 1000, 5000];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    /// <param name="adds">True for an increment, false for a value that replaces the last.</param>
    public void Record(double value, string labels, bool adds)
    {
        lock (_gate)
        {
            if (!_cells.TryGetValue(labels, out var cell)) _cells[labels] = cell = new();
            if (kind == MetricKind.Histogram) cell.Observe(value);
            else cell.Value = adds ? cell.Value + value : value;
        }
    }

    public void Write(StringBuilder text)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
        lock (_gate)
        {
            foreach (var (labels, cell) in _cells)
            {
                if (kind == MetricKind.Histogram) WriteHistogram(text, labels, cell);
                else Line(text, name, labels, cell.Value);
            }
        }
    }

    private void WriteHistogram(StringBuilder text, string labels, Cell cell)
    {
        var comma = labels.Length == 0 ? "" : ",";
        for (var i = 0; i < Bounds.Length; i++) Line(text, name + "_bucket", $"{labels}{comma}le=\"{Number(Bounds[i])}\"", cell.Buckets[i]);
        Line(text, name + "_bucket", $"{labels}{comma}le=\"+Inf\"", cell.Count);
        Line(text, name + "_sum", labels, cell.Value);
        Line(text, name + "_count", labels, cell.Count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Cell
    {
        public double Value;
        public long Count;
        public readonly long[] Buckets = new long[Bounds.Length];

        public void Observe(double value)
        {
            Value += value;
            Count++;
            for (var i = 0; i < Bounds.Length; i++)
                if (value <= Bounds[i]) Buckets[i]++;
        }
    }
}

internal enum MetricKind { Counter, Gauge, Histogram }
