using System.Diagnostics;
using System.Reflection;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>How to run this same program once more, whether it came as an executable or through <c>dotnet</c>.</summary>
internal static class SelfInvocation
{
    public static ProcessStartInfo Of(params IReadOnlyList<string> arguments)
    {
        var assembly = Assembly.GetExecutingAssembly().Location;
        var host = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var runsItself = string.Equals(Path.GetFileNameWithoutExtension(host), Path.GetFileNameWithoutExtension(assembly), StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(runsItself ? host : "dotnet") { UseShellExecute = false };
        if (!runsItself) start.ArgumentList.Add(assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
