using System.Globalization;
using Fulfilment.Bench.Engine;

namespace Fulfilment.Bench.Children;

/// <summary>Purges everything that has finished, and is killed in the middle of it.</summary>
internal static class PurgingChild
{
    private const string Left = "SELECT count(*) FROM instances";

    /// <summary>Says how many are left as soon as some are gone for good: what another connection sees is committed.</summary>
    public static async Task<object> RunAsync(string folder)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        var before = engine.Number(Left);
        var purging = engine.Client.PurgeAsync(new Fulfilment.DurableTask.PurgeFilter());
        var left = before;
        while (left == before && !purging.IsCompleted) left = engine.Number(Left);
        Console.Out.WriteLine(left.ToString(CultureInfo.InvariantCulture));
        return await purging;
    }
}
