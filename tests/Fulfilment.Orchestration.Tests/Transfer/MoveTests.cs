using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Transfer;

/// <summary>The same script on one host, and with the orders moved between two: nobody outside may see a difference.</summary>
public sealed class MoveTests
{
    private static readonly Lazy<Task<string>> NeverMoved = new(() => PlayAsync(_ => false));

    public static TheoryData<int> Steps => new(Enumerable.Range(1, Shop.Steps.Count - 1).Where(step => step % 3 == 0));

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Orders_MovedAtOneStep_LiveOnAsIfTheyHadStayed(int step) => Assert.Equal(await NeverMoved.Value, await PlayAsync(i => i == step));

    [Fact]
    public async Task Orders_MovedThereAndBackAtEveryStep_LiveOnAsIfTheyHadStayed() => Assert.Equal(await NeverMoved.Value, await PlayAsync(_ => true));

    [Fact]
    public async Task Script_NeverMoved_ReleasesEachShipmentOnce()
    {
        var evidence = await NeverMoved.Value;
        var releases = evidence.Split('\n').Where(line => line.StartsWith("release ", StringComparison.Ordinal)).ToList();

        Assert.True(releases.Count >= 10, evidence);
        Assert.Equal(releases.Count, releases.Distinct().Count());
    }

    /// <param name="moves">Whether the orders move to the other host before the step of that number.</param>
    private static async Task<string> PlayAsync(Func<int, bool> moves)
    {
        await using var first = await OrderWorld.StartAsync();
        await using var second = await first.AnotherAsync();
        var (here, there) = (first, second);
        for (var i = 0; i < Shop.Steps.Count; i++)
        {
            if (i > 0 && moves(i))
            {
                var (file, left) = await here.ExportAsync();
                Assert.Empty(left.Left);
                var imported = await there.ImportAsync(file);
                Assert.Empty(imported.Refused);
                (here, there) = (there, here);
            }

            await Shop.Steps[i](here);
            await here.IdleAsync();
            // The other host runs too, as it should not; it must have nothing to do.
            await there.IdleAsync();
        }

        return await Shop.EvidenceAsync(here);
    }
}
