using Fulfilment.Orchestration.Tests.World;
using Fulfilment.Testing;

namespace Fulfilment.Orchestration.Tests.Transfer;

/// <summary>Export and import die at each of their writes, before and after it, and are run again: the result is that of a run without a fault.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class FaultTests
{
    /// <summary>Orders in grace, provisional, waiting for stock, held, released, packed, sent and delivered, with mails that are not sent.</summary>
    private static readonly int Midway = Shop.Steps.Count - 15;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_DyingAtEachWrite_AndRunAgain_GivesTheSame(bool afterwards)
    {
        var expected = await PlayAsync(async (first, second) => await second.ImportAsync((await first.ExportAsync()).File));
        var faults = 0;
        for (var failsAt = 1; ; failsAt++)
        {
            var died = false;
            var evidence = await PlayAsync(async (first, second) =>
            {
                died = await DiesAsync(() => first.ExportAsync(inner => new FaultyStore(inner, failsAt, afterwards)));
                await second.ImportAsync((await first.ExportAsync()).File);
            });
            Assert.Equal(expected, evidence);
            if (!died) break;
            faults++;
        }

        Assert.True(faults >= 3, $"Only {faults} faults were met.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_DyingAtEachWrite_AndRunAgain_GivesTheSame(bool afterwards)
    {
        var expected = await PlayAsync(async (first, second) => await second.ImportAsync((await first.ExportAsync()).File));
        await using var source = await MidwayAsync();
        var (file, _) = await source.ExportAsync();
        await using var target = await source.AnotherAsync();
        var faults = 0;
        // Each repeat gets further by one write and does over what is there: in the end the file is in, having died everywhere.
        while (await DiesAsync(() => target.ImportAsync(file, inner => new FaultyStore(inner, faults + 1, afterwards)))) faults++;

        await FinishAsync(target);
        Assert.True(faults >= 20, $"Only {faults} faults were met.");
        Assert.Equal(expected, await Shop.EvidenceAsync(target));
    }

    private static async Task<string> PlayAsync(Func<OrderWorld, OrderWorld, Task> move)
    {
        await using var first = await MidwayAsync();
        await using var second = await first.AnotherAsync();
        await move(first, second);
        await FinishAsync(second);
        return await Shop.EvidenceAsync(second);
    }

    private static async Task<OrderWorld> MidwayAsync()
    {
        var world = await OrderWorld.StartAsync();
        foreach (var step in Shop.Steps.Take(Midway)) await step(world);
        return world;
    }

    private static async Task FinishAsync(OrderWorld world)
    {
        foreach (var step in Shop.Steps.Skip(Midway)) await step(world);
    }

    private static async Task<bool> DiesAsync(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (InjectedFault)
        {
            return true;
        }
    }
}
