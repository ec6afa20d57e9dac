using Fulfilment.Domain.Release;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Demo.World;
using Fulfilment.Host.Settings;

namespace Fulfilment.Host.Simulation;

/// <summary>Tries each policy on the same workload.</summary>
internal static class SimulationRun
{
    /// <exception cref="UserError">A policy file is wrong (with its line), or there are no recorded orders.</exception>
    public static SimulationReport Run(SimulationOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Contender> named = [.. options.PolicyFiles.Select(path => new Contender(Path.GetFileName(path), PolicyFile.Load(path)))];
        var workload = options.Directory is { } directory ? RecordedWorkload.Read(directory, options.Orders) : GeneratedWorkload.Create(options.Orders, options.Days, options.Seed);
        var verdicts = new List<Verdict>();
        foreach (var contender in Contenders(workload, named))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress($"{contender.Name}, policy {verdicts.Count + 1}");
            verdicts.Add(Verdict.Of(contender, Simulator.Run(workload, contender), options.Rates));
        }

        return new(workload.Source, workload.Gap, options.Rates, verdicts);
    }

    private static IEnumerable<Contender> Contenders(Workload workload, IReadOnlyList<Contender> named)
    {
        var present = Present(workload);
        if (workload.HasStock) yield return new("sample shop", present);
        else yield return new("as it was", null);
        foreach (var contender in named) yield return contender;
        if (named.Count > 0) yield break;
        yield return Contender.Scaled("no grace", present, 0);
        yield return Contender.Scaled("half the grace", present, 0.5);
        yield return Contender.Scaled("double the grace", present, 2);
        yield return Contender.Scaled("four times", present, 4);
    }

    /// <summary>For recorded orders the one that the latest was placed under.</summary>
    private static ReleasePolicy Present(Workload workload) => workload.Orders.MaxBy(order => order.PlacedAt)?.Policy ?? DemoWorld.Policy;
}
