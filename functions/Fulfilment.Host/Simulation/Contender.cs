using Fulfilment.Domain.Release;

namespace Fulfilment.Host.Simulation;

/// <summary>A policy to be tried.</summary>
/// <param name="Policy">Null: each order's own, as recorded.</param>
internal sealed record Contender(string Name, ReleasePolicy? Policy)
{
    /// <summary>The same policy with all its periods of grace longer or shorter.</summary>
    public static Contender Scaled(string name, ReleasePolicy policy, double factor) => new(name, policy with
    {
        Default = Scaled(policy.Default, factor),
        Categories = policy.Categories.ToDictionary(rule => rule.Key, rule => Scaled(rule.Value, factor)),
        Services = policy.Services.ToDictionary(rule => rule.Key, rule => rule.Value with { GraceMinutes = rule.Value.GraceMinutes is { } minutes ? Scaled(minutes, factor) : null }),
        MaxGraceMinutes = Math.Max(policy.MaxGraceMinutes, Scaled(policy.MaxGraceMinutes, factor)),
    });

    private static CategoryRule Scaled(CategoryRule rule, double factor) => rule with { GraceMinutes = Scaled(rule.GraceMinutes, factor) };

    private static int Scaled(int minutes, double factor) => (int)Math.Round(minutes * factor, MidpointRounding.AwayFromZero);
}
