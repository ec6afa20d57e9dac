namespace Fulfilment.FunctionApp.Tests.Build;

/// <summary>The two ways to build: the build says which it took, and the one that cannot run goes nowhere.</summary>
public sealed class BuildSwitchTests
{
    [Theory]
    [InlineData(null, "Fulfilment.FunctionApp: Azure SDK = reference declarations (AzureSdk=official takes the real packages).")]
    [InlineData("reference", "Fulfilment.FunctionApp: Azure SDK = reference declarations (AzureSdk=official takes the real packages).")]
    [InlineData("official", "Fulfilment.FunctionApp: Azure SDK = the official packages.")]
    public async Task Build_EitherWay_SaysWhichInOneLine(string? sdk, string line)
    {
        var (exitCode, output, _) = await Dotnet.RunAsync(["msbuild", Dotnet.App, "-t:SayAzureSdk", "-v:m", "-nologo"], ("AzureSdk", sdk));
        Assert.Equal(0, exitCode);
        Assert.Equal(line, output.Trim());
    }

    [Fact]
    public async Task Build_AnyOtherWord_IsRefused()
    {
        var (exitCode, output, _) = await Dotnet.RunAsync(["msbuild", Dotnet.App, "-t:SayAzureSdk", "-v:m", "-nologo"], ("AzureSdk", "offical"));
        Assert.Equal(1, exitCode);
        Assert.Contains("AzureSdk is 'offical': use 'official' or 'reference'.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_WithTheDeclarations_IsRefusedAndLeavesNothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"fulfil-publish-{Guid.NewGuid():N}");
        var (exitCode, output, _) = await Dotnet.RunAsync(
            ["publish", Dotnet.App, "--no-build", "--no-restore", "-c", Dotnet.Configuration, "-o", folder, "-v", "m", "--nologo"], ("AzureSdk", "reference"));
        Assert.Equal(1, exitCode);
        Assert.Contains("Fulfilment.FunctionApp cannot be published with the reference declarations: set AzureSdk=official.", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Publish_WithoutAWord_TakesTheOfficialPackages()
    {
        var (_, output, _) = await Dotnet.RunAsync(["msbuild", Dotnet.App, "-p:_IsPublishing=true", "-getProperty:AzureSdk"]);
        Assert.Equal("official", output.Trim());
    }

    [Fact]
    public async Task Start_OfABuildWithTheDeclarations_EndsInTheOneLineThatNamesTheProperty()
    {
        var (exitCode, output, errors) = await Dotnet.RunAsync([Path.Combine(AppContext.BaseDirectory, "Fulfilment.FunctionApp.dll")]);
        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("reference declarations", line, StringComparison.Ordinal);
        Assert.Contains("AzureSdk=official", line, StringComparison.Ordinal);
    }
}
