namespace Fulfilment.Bench.Measuring;

/// <summary>Takes one or several figures.</summary>
internal interface IMeasurement
{
    /// <summary>The ids of its figures, without suffixes.</summary>
    IReadOnlyList<string> Ids { get; }

    Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench);
}
