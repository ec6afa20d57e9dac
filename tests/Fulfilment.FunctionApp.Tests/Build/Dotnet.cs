using System.Diagnostics;
using Fulfilment.FunctionApp.Tests.Infra;

namespace Fulfilment.FunctionApp.Tests.Build;

/// <summary>The dotnet tool as a person would call it at the top of the repository.</summary>
internal static class Dotnet
{
    /// <summary>That of the running tests, so that what is looked at is what was built.</summary>
    public const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public const string App = "functions/Fulfilment.FunctionApp/Fulfilment.FunctionApp.csproj";

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Bicep.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the tests were started with must not choose for them, and no compiler server may outlive them.
        foreach (var name in (string[])["AzureSdk", "DurableBackend", "CI"]) start.Environment.Remove(name);
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
