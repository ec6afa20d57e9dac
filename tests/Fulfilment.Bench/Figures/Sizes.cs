using Fulfilment.Bench.Children;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>S: what one order more costs beside a thousand open ones, and beside very many.</summary>
internal sealed class Sizes : IMeasurement
{
    private const string Raw = "none: it is compared with itself at another size";

    public IReadOnlyList<string> Ids => ["S"];

    public IReadOnlyList<string> Shares => [Dormant.Share, OpenOrders.Share];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var dormant = await Dormant.GetAsync(bench);
        var steps = new List<SizeStep>();
        foreach (var size in new[] { dormant.Orders / 100, dormant.Orders / 10 })
        {
            var folder = bench.NewFolder();
            await Dormant.GrowAsync(bench, folder, size);
            steps.Add(await Child.RunAsync<SizeStep>(bench, "beside", folder, size, bench.Runs));
        }

        steps.Add(await Child.RunAsync<SizeStep>(bench, "beside", dormant.Folder, dormant.Orders, bench.Runs));
        foreach (var step in steps) yield return Cost(step, "S", "a whole order beside so many dormant ones");
        yield return Growth(steps, "S.growth");

        var orders = await OpenOrders.GetAsync(bench);
        foreach (var step in orders.Growth.Steps) yield return Cost(step, "S.real", "an order of the real domain with its stores (placed, allocated, confirmed by mail, edited once) beside so many open ones");
        yield return Growth(orders.Growth.Steps, "S.real-growth");
        foreach (var (step, grown) in orders.Growth.Steps.Zip(orders.Growth.GrownMb)) yield return Memory(step.Open, grown, isLargest: step == orders.Growth.Steps[^1]);
        yield return new("S.real-peak", $"the most memory that the process held that placed {orders.Orders:N0} of them (VmHWM){(bench.Quick ? "" : orders.Reason(100_000))}", "MB", [orders.Growth.PeakMb], Raw);
    }

    /// <summary>The goal is B7's, of real orders.</summary>
    private static Figure Memory(int open, double grownMb, bool isLargest) =>
        new(FormattableString.Invariant($"S.real-memory.{open}"), FormattableString.Invariant($"memory growth of that process with so many open (resident, after collection): {open:N0}"), "MB",
            [grownMb], Raw, isLargest ? new Goal(50, AtMost: true) : null);

    private static Figure Cost(SizeStep step, string id, string work) =>
        new(FormattableString.Invariant($"{id}.{step.Open}"), FormattableString.Invariant($"CPU of {work}: {step.Open:N0}"), "ms", step.CpuMs, $"{Raw}; {Stat.Text(step.PerSecond, rate => rate)} orders/s");

    /// <summary>Window by window, the last size against the first.</summary>
    private static Figure Growth(IReadOnlyList<SizeStep> steps, string id) =>
        new(id, FormattableString.Invariant($"cost of an order at {steps[^1].Open:N0} ÷ at {steps[0].Open:N0}"), "×", [.. steps[^1].CpuMs.Zip(steps[0].CpuMs, (many, few) => many / few)], Raw);
}
