using Fulfilment.Bench.Children;

namespace Fulfilment.Bench.Figures;

/// <summary>A file with many open orders of the real domain, placed, allocated and edited once, that several figures stand on.</summary>
internal sealed record OpenOrders(string Folder, RealGrowth Growth)
{
    public const string Share = "orders";

    /// <summary>Seconds that the placing may take; more orders than fit into them are left out, and the figure says so.</summary>
    private const int Patience = 400;

    public int Orders => Growth.Steps[^1].Open;

    public static Task<OpenOrders> GetAsync(BenchRun bench) => bench.SharedAsync(Share, async folder =>
    {
        int[] sizes = bench.Quick ? [200, 600, 1_000] : [1_000, 10_000, 30_000, 100_000];
        bench.Say($"  placing up to {sizes[^1]:N0} orders of the real domain");
        return new OpenOrders(folder, await Child.RunAsync<RealGrowth>(bench, "real-grow", folder, [bench.Runs, Patience, bench.Size(3_000, 300), .. sizes]));
    });

    /// <summary>Why there are not more.</summary>
    public string Reason(int wanted) => Orders >= wanted
        ? ""
        : FormattableString.Invariant($" ({wanted:N0} would take {Growth.Seconds * wanted / Orders:N0} s to place here, over the {Patience} s that this run allows itself)");
}
