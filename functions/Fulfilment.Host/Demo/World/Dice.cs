namespace Fulfilment.Host.Demo.World;

/// <summary>Seeded chance (SplitMix64): the same seed throws the same on every machine and runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>Independent dice for a part: what one part throws does not depend on how often another did.</summary>
    public static Dice For(int seed, int part) => new(Mix((ulong)(uint)seed * Golden + (ulong)(uint)part));

    /// <returns>From 0, below <paramref name="sides"/>.</returns>
    public int Next(int sides) => (int)(Draw() % (ulong)sides);

    /// <returns>From <paramref name="min"/> to <paramref name="max"/>, both included.</returns>
    public int Between(int min, int max) => min + Next(max - min + 1);

    public bool Chance(int percent) => Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    private ulong Draw() => Mix(_state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
