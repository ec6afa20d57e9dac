using System.Globalization;
using System.Text.Json;

namespace Fulfilment.Bench.Measuring;

/// <summary>The figures as a table for people and as JSON for machines.</summary>
internal sealed record Report(Machine Machine, bool Quick, List<Figure> Figures, List<Failure> Failures, List<Duration> Took)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly string[] Header = ["id", "median", "min .. max", "runs", "goal", ""];

    public IEnumerable<string> Lines()
    {
        yield return Machine.ToString();
        if (Machine.Disk.Warning is { } warning) yield return "WARNING: " + warning;
        if (Quick) yield return "quick run: a smoke test, not a measurement";
        List<string[]> rows = [Header, .. Figures.Select(Row)];
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        yield return Line(Header, widths);
        foreach (var figure in Figures)
        {
            yield return Line(Row(figure), widths);
            yield return "    " + figure.Work;
            yield return "    raw: " + figure.Raw;
        }

        yield return $"took {string.Join(", ", Took.Select(part => $"{part.Ids} {Number(part.Seconds)} s"))}";
    }

    /// <summary>As docs/performance.md has it.</summary>
    public IEnumerable<string> Markdown()
    {
        yield return $"Taken on: {Machine}.{(Quick ? " A quick run: a smoke test, not a measurement." : "")}";
        if (Machine.Disk.Warning is { } warning) yield return $"\n**{warning}**";
        yield return "";
        yield return "| id | what | median | min – max | runs | goal | | raw baseline of the same run |";
        yield return "|---|---|---|---|---|---|---|---|";
        foreach (var figure in Figures)
        {
            string[] cells = [figure.Id, figure.Work, .. Row(figure)[1..], figure.Raw];
            yield return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).Replace(" .. ", " – ", StringComparison.Ordinal)))} |";
        }

        foreach (var failure in Failures) yield return $"\nNot measured: {failure.Ids} ({failure.Error}).";
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
        failed = Failures,
        took = Took,
    }, Web);

    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static string Line(IReadOnlyList<string> cells, IReadOnlyList<int> widths) => string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();

    private static string[] Row(Figure figure) =>
    [
        figure.Id, $"{Number(figure.Median)} {figure.Unit}".TrimEnd(), $"{Number(figure.Values.Min())} .. {Number(figure.Values.Max())}", figure.Values.Count.ToString(CultureInfo.InvariantCulture),
        figure.Goal?.ToString() ?? "", figure.Met switch { null => "", true => "met", false => "NOT met" },
    ];
}

/// <param name="Ids">Of the measurement that ended with it; figures it took before stand.</param>
internal sealed record Failure(string Ids, string Error);

internal sealed record Duration(string Ids, double Seconds);
