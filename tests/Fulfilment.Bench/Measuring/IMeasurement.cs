namespace Fulfilment.Bench.Measuring;

/// <summary>Takes one or several figures.</summary>
internal interface IMeasurement
{
    /// <summary>The ids of its figures, without suffixes.</summary>
    IReadOnlyList<string> Ids { get; }

    /// <summary>Names of what it takes from <see cref="BenchRun.SharedAsync"/>; deleted after the last that names it.</summary>
    IReadOnlyList<string> Shares => [];

    /// <returns>Each figure as soon as it is taken, so that those before a failure stand.</returns>
    IAsyncEnumerable<Figure> RunAsync(BenchRun bench);
}
