using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>The repository's infra folder through the Bicep compiler.</summary>
internal static class Bicep
{
    public static string Root { get; } = FindRoot();

    public static string Infra => Path.Combine(Root, "infra");

    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonElement>>> Compiled = new(StringComparer.Ordinal);

    /// <summary>The compiled template or parameters; a warning is an error.</summary>
    /// <param name="officers">Who may write secrets, as the environment of a deployment says.</param>
    public static Task<JsonElement> CompileAsync(string file, string officers = "") =>
        Compiled.GetOrAdd($"{file} {officers}", _ => new Lazy<Task<JsonElement>>(() => RunAsync(file, officers))).Value;

    private static async Task<JsonElement> RunAsync(string file, string officers)
    {
        var folder = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BicepFolder").Value!;
        var command = file.EndsWith(".bicepparam", StringComparison.Ordinal) ? "build-params" : "build";
        using var compiler = Process.Start(new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep"), [command, Path.Combine(Infra, file), "--stdout"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SECRET_OFFICERS"] = officers },
        })!;
        var output = compiler.StandardOutput.ReadToEndAsync();
        var errors = compiler.StandardError.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        Assert.Equal("", await errors);
        Assert.Equal(0, compiler.ExitCode);
        var json = JsonDocument.Parse(await output).RootElement;
        return command == "build" ? json : JsonDocument.Parse(json.GetProperty("parametersJson").GetString()!).RootElement.GetProperty("parameters");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fulfilment.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("Fulfilment.sln is in no folder above the tests.");
    }
}
