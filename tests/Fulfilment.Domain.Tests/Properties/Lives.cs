using FsCheck;
using FsCheck.Fluent;

namespace Fulfilment.Domain.Tests.Properties;

/// <summary>An order and what happens to it, as numbers for <see cref="Script"/>.</summary>
public sealed record Life(int Seed, IReadOnlyList<int> Numbers)
{
    public override string ToString() => $"new({Seed}, [{string.Join(", ", Numbers)}])";
}

/// <summary>Draws lives evenly, and finds a shorter one that fails alike.</summary>
public static class Lives
{
    private const int Longest = 40;

    public static Arbitrary<Life> Arbitrary()
    {
        var number = Gen.Choose(0, int.MaxValue);
        var lives = from seed in number from length in Gen.Choose(0, Longest) from numbers in number.ArrayOf(length) select new Life(seed, numbers);
        return Arb.From(lives, Shorter);
    }

    private static IEnumerable<Life> Shorter(Life life)
    {
        if (life.Numbers.Count > 3) yield return life with { Numbers = [.. life.Numbers.Take(life.Numbers.Count / 2)] };
        for (var i = 0; i < life.Numbers.Count; i++)
        {
            var at = i;
            yield return life with { Numbers = [.. life.Numbers.Where((_, j) => j != at)] };
        }
    }
}
