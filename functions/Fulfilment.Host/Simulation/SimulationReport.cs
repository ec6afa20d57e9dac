using System.Globalization;

namespace Fulfilment.Host.Simulation;

/// <summary>The policies side by side. A wire format: the command's JSON.</summary>
internal sealed record SimulationReport(string Workload, string? Gap, CostRates Rates, IReadOnlyList<Verdict> Policies)
{
    private static readonly string[] Head = ["policy", "released", "cancelled", "waiting", "lead p50", "lead p90", "edits", "caught", "too late", "refused", "cost"];

    public IEnumerable<string> Lines()
    {
        yield return Workload + (Gap is null ? "" : $" ({Gap})");
        List<string[]> rows = [Head, .. Policies.Select(Row)];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows) yield return string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])));
        yield return string.Create(CultureInfo.InvariantCulture,
            $"caught: edits that reached the order before its release; cost: {Rates.LateEdit} for each edit that came too late, {Rates.OrderDay} for each day an order waits");
    }

    private static string[] Row(Verdict verdict) =>
    [
        verdict.Policy, Number(verdict.Released), Number(verdict.Cancelled), Number(verdict.Waiting), Span(verdict.Lead?.MedianMinutes), Span(verdict.Lead?.P90Minutes),
        Number(verdict.Edits), verdict.CaughtShare.ToString("P1", CultureInfo.InvariantCulture), Number(verdict.TooLate), Number(verdict.Refused.Values.Sum()),
        verdict.Cost.ToString("0.00", CultureInfo.InvariantCulture),
    ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Span(double? minutes) => minutes switch
    {
        null => "-",
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes:0} min"),
        < 48 * 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(minutes.Value / 60):0} h {minutes % 60:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{minutes / 1440:0.0} d"),
    };
}
