using Fulfilment.Testing;

namespace Fulfilment.Host.Tests.Script;

public sealed class TestCommandTests : IDisposable
{
    private readonly ScriptFolder _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Theory]
    [InlineData("--sometimes")]
    [InlineData("--quick", "--faults")]
    public async Task Test_UnknownOptions_Exits2WithOneLine(params string[] options)
    {
        var run = await _checkout.RunAsync(["test", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("./fulfil test --help", run.OnlyErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_Help_SaysWhatEachOptionDoes()
    {
        var run = await _checkout.RunAsync("test", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--quick", run.Output, StringComparison.Ordinal);
        Assert.Contains("--faults", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "2 passed, 0 failed", 0)]
    [InlineData("false", "1 passed, 1 failed", 1)]
    public async Task Test_Projects_EndsWithTheSumAndFailsWithAnyFailure(string truth, string sum, int exitCode)
    {
        AddTests($"Assert.True({truth});");

        var run = await _checkout.RunAsync("test");

        Assert.Equal((sum, exitCode), (run.LastLine, run.ExitCode));
    }

    [Fact]
    public async Task Test_Quick_NeitherRunsNorBuildsTheSlowProjects()
    {
        AddTests("Assert.True(true);");
        _checkout.Write("tests/Fulfilment.Host.Tests/Fulfilment.Host.Tests.csproj", "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>not a project</Project>");

        var run = await _checkout.RunAsync("test", "--quick");

        Assert.Equal(("2 passed, 0 failed", 0), (run.LastLine, run.ExitCode));
    }

    /// <summary>Whatever their names and their project: by what they say of themselves.</summary>
    [Fact]
    public async Task Test_Faults_RunsTheTestsOfFaultsOnly_AndNoOtherProject()
    {
        AddTests("Assert.True(true);", """[Trait("Kind", "Fault")]""");
        _checkout.Write("tests/Other.Tests/Other.Tests.csproj", "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>is not run, and so not missed</Project>");

        var run = await _checkout.RunAsync("test", "--faults");

        Assert.Equal(("1 passed, 0 failed", 0), (run.LastLine, run.ExitCode));
    }

    [Fact]
    public void Faults_OfThisProject_SayThatTheyAre() => Assert.Empty(TestKind.UnmarkedFaults(typeof(TestCommandTests).Assembly));

    [Fact]
    public async Task Test_ProcessDiesUnderATest_CountsAsFailed()
    {
        AddTests("Environment.Exit(0);");

        var run = await _checkout.RunAsync("test");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(" 0 failed", run.LastLine, StringComparison.Ordinal);
    }

    private void AddTests(string body, string attributes = "")
    {
        _checkout.Write("tests/Small.Tests/Small.Tests.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <IsTestProject>true</IsTestProject>
                <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
                <PackageReference Include="xunit" Version="2.9.3" />
                <PackageReference Include="xunit.runner.visualstudio" Version="4.0.1" />
              </ItemGroup>
            </Project>
            """);
        _checkout.Write("tests/Small.Tests/Tests.cs", $$"""
            using Xunit;
            public class Tests
            {
                [Fact] public void Holds() => Assert.True(true);
                [Fact] {{attributes}} public void Given() { {{body}} }
            }
            """);
        _checkout.Write("Fulfilment.sln", """
            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Small.Tests", "tests/Small.Tests/Small.Tests.csproj", "{11111111-1111-1111-1111-111111111111}"
            EndProject
            Global
            	GlobalSection(SolutionConfigurationPlatforms) = preSolution
            		Release|Any CPU = Release|Any CPU
            	EndGlobalSection
            	GlobalSection(ProjectConfigurationPlatforms) = postSolution
            		{11111111-1111-1111-1111-111111111111}.Release|Any CPU.ActiveCfg = Release|Any CPU
            		{11111111-1111-1111-1111-111111111111}.Release|Any CPU.Build.0 = Release|Any CPU
            	EndGlobalSection
            EndGlobal
            """);
    }
}
