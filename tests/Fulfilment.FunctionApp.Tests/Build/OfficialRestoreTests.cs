using System.Text.Json;
using Fulfilment.FunctionApp.Tests.Infra;

namespace Fulfilment.FunctionApp.Tests.Build;

/// <summary>What an official restore takes, without restoring: the packages come from a source that tests must not need.</summary>
public sealed class OfficialRestoreTests
{
    private static readonly string AppFolder = Path.GetDirectoryName(Path.Combine(Bicep.Root, Dotnet.App))!;

    [Theory]
    [InlineData("storage", "packages.official.lock.json")]
    [InlineData("scheduler", "packages.official.scheduler.lock.json")]
    public async Task Lock_OfEachBackend_IsItsOwnAndHoldsOnlyOnceItExists(string backend, string file)
    {
        var properties = (await EvaluateAsync(backend, "-getProperty:NuGetLockFilePath,RestoreLockedMode")).GetProperty("Properties");
        Assert.Equal(file, properties.GetProperty("NuGetLockFilePath").GetString());
        Assert.Equal(File.Exists(Path.Combine(AppFolder, file)) ? "true" : "false", properties.GetProperty("RestoreLockedMode").GetString());
    }

    [Fact]
    public void Lock_OfAnOfficialRestore_IsOfTheWholeOfIt()
    {
        // One that was left by a source without the Azure packages would stop every later official build in CI.
        var locks = Directory.GetFiles(AppFolder, "packages.official*.lock.json");
        Assert.All(locks, path => Assert.Contains("\"Microsoft.Azure.Functions.Worker\"", File.ReadAllText(path), StringComparison.Ordinal));
        Assert.Contains("packages.official*.lock.json", File.ReadAllLines(Path.Combine(Bicep.Root, ".gitignore")));
    }

    [Theory]
    [InlineData("storage")]
    [InlineData("scheduler")]
    public async Task Packages_OfTheAzureSdk_AreLeastVersionsThatTheAppWasCompiledAgainst(string backend)
    {
        var items = (await EvaluateAsync(backend, "-getItem:PackageReference,PackageVersion")).GetProperty("Items");
        var versions = items.GetProperty("PackageVersion").EnumerateArray().ToDictionary(item => Identity(item), item => item.GetProperty("Version").GetString()!, StringComparer.Ordinal);
        var azure = items.GetProperty("PackageReference").EnumerateArray().Select(Identity)
            .Where(name => name.Contains("Azure.Functions", StringComparison.Ordinal) || name.Contains("DurableTask", StringComparison.Ordinal)).ToList();
        Assert.Equal(backend == "scheduler", azure.Any(name => name.EndsWith(".AzureManaged", StringComparison.Ordinal)));
        Assert.All(azure, name => Assert.True(Version.TryParse(versions[name], out _), $"{name} {versions[name]}"));
        Assert.All(azure.Where(name => name.StartsWith("Microsoft.DurableTask.", StringComparison.Ordinal)), name => Assert.True(Version.Parse(versions[name]) >= new Version(1, 25)));
    }

    private static string Identity(JsonElement item) => item.GetProperty("Identity").GetString()!;

    private static async Task<JsonElement> EvaluateAsync(string backend, string what)
    {
        var (exitCode, output, errors) = await Dotnet.RunAsync(["msbuild", Dotnet.App, what], ("AzureSdk", "official"), ("DurableBackend", backend), ("CI", "true"));
        Assert.True(exitCode == 0, output + errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
