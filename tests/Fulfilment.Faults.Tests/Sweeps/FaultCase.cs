using System.Globalization;
using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Serving;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>One run of a sweep, as text that names it for good: home, orders, seed, and a fault for each start.</summary>
internal sealed record FaultCase(Home Home, Workload Workload, IReadOnlyList<EngineFault> Faults)
{
    /// <summary>Environment variable with the one case to be run.</summary>
    public const string Variable = "FULFIL_CASE";

    /// <summary>What runs exactly this case again.</summary>
    public string Command => $"{Variable}='{this}' dotnet test tests/Fulfilment.Faults.Tests -c Release --filter {nameof(OneCaseTests)}";

    public static FaultCase Parse(string text) => text.Split(' ') is [var home, var orders, var seed, var faults]
        ? new(Enum.Parse<Home>(home, ignoreCase: true),
            new Workload(int.Parse(orders, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture)),
            [.. faults.Split(',').Select(EngineFault.Parse)])
        : throw new FormatException($"{Variable} takes 'child|inprocess ORDERS SEED point:kind:commit,…', not '{text}'.");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Home} {Workload.Orders} {Workload.Seed} {string.Join(',', Faults)}").ToLowerInvariant();
}
