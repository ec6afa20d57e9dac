namespace Fulfilment.Bench.Measuring;

/// <summary>One number with how it came about.</summary>
/// <param name="Id">Of the design's table, with a suffix where one line holds several ("B3.cpu").</param>
/// <param name="Values">One for each run; the median is the figure.</param>
/// <param name="Raw">The raw baseline of the same run, in words; where there is none, why not.</param>
/// <param name="Goal">Null: printed for comparison only.</param>
internal sealed record Figure(string Id, string Work, string Unit, IReadOnlyList<double> Values, string Raw, Goal? Goal = null)
{
    public double Median => Stat.Median(Values);

    public bool? Met => Goal?.IsMetBy(Median);
}

/// <param name="AtMost">True when less is better.</param>
/// <param name="Reach">What would be very good.</param>
internal sealed record Goal(double Value, bool AtMost = false, double? Reach = null)
{
    public bool IsMetBy(double value) => AtMost ? value <= Value : value >= Value;

    public override string ToString() => $"{(AtMost ? "≤" : "≥")} {Report.Number(Value)}{(Reach is { } reach ? $", reach {Report.Number(reach)}" : "")}";
}
