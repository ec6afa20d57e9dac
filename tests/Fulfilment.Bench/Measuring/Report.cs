using System.Globalization;
using System.Text.Json;

namespace Fulfilment.Bench.Measuring;

/// <summary>The figures as a table for people and as JSON for machines.</summary>
internal sealed record Report(Machine Machine, bool Quick, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{Machine.Processor}, {Machine.Cores} cores, {Machine.MemoryGb} GB, {Machine.System}, {Machine.Runtime}, SQLite {Machine.Sqlite}; load at the start {Machine.Load?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}");
        if (Quick) yield return "quick run: a smoke test, not a measurement";
        List<string[]> rows = [["id", "work", "median", "min .. max", "runs", "goal", "", "raw baseline"], .. Figures.Select(Row)];
        var widths = Enumerable.Range(0, 7).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows) yield return string.Join("  ", row.Select((cell, column) => column == 7 ? cell : cell.PadRight(widths[column]))).TrimEnd();
    }

    public string Json() => JsonSerializer.Serialize(new
    {
        machine = Machine,
        quick = Quick,
        results = Figures.Select(figure => new
        {
            id = figure.Id, work = figure.Work, value = figure.Median, unit = figure.Unit, goal = figure.Goal?.Value, atMost = figure.Goal?.AtMost, reach = figure.Goal?.Reach, met = figure.Met,
            runs = figure.Values.Count, min = figure.Values.Min(), max = figure.Values.Max(), raw = figure.Raw,
        }),
    }, Web);

    private static string[] Row(Figure figure) =>
    [
        figure.Id, figure.Work, $"{Number(figure.Median)} {figure.Unit}", $"{Number(figure.Values.Min())} .. {Number(figure.Values.Max())}", figure.Values.Count.ToString(CultureInfo.InvariantCulture),
        figure.Goal is { } goal ? $"{(goal.AtMost ? "<=" : ">=")} {Number(goal.Value)}{(goal.Reach is { } reach ? $", reach {Number(reach)}" : "")}" : "",
        figure.Met switch { null => "", true => "met", false => "NOT met" }, figure.Raw ?? "",
    ];

    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
