using System.Reflection;

namespace Fulfilment.Testing;

/// <summary>The trait by which <c>./fulfil test --faults</c> finds its tests, and the projects that have any.</summary>
public static class TestKind
{
    public const string Name = "Kind";

    /// <summary>Something breaks: storage, process, clock, file, disk, deploy.</summary>
    public const string Fault = "Fault";

    private static readonly string[] FaultNames = ["FaultTests", "FaultsTests", "CrashTests", "KillTests", "DiskTests", "FullTests", "BusyTests", "JumpTests", "GapTests"];

    /// <summary>Classes that by their names are of this kind and do not say so.</summary>
    /// <param name="endings">Of their names; none: the usual ones.</param>
    public static IReadOnlyList<string> UnmarkedFaults(Assembly tests, params IReadOnlyList<string> endings)
    {
        var looked = endings.Count == 0 ? FaultNames : endings;
        return [.. tests.GetTypes().Where(type => looked.Any(name => type.Name.EndsWith(name, StringComparison.Ordinal)) && !Bears(type)).Select(type => type.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>By the attribute's name: this project knows no test framework.</summary>
    private static bool Bears(Type type) => type != typeof(object) && type.BaseType is { } parent
        && (type.CustomAttributes.Any(item => item.AttributeType.Name == "TraitAttribute" && item.ConstructorArguments is [{ Value: Name }, { Value: Fault }]) || Bears(parent));
}
