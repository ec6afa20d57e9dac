using System.Text.Json;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Script;

/// <summary>How the script hands over to the benchmarks, and what these print. The figures themselves are nobody's test.</summary>
public sealed class BenchCommandTests
{
    /// <summary>In its own folder: beside the tests it would meet their frameworks.</summary>
    private static readonly string Assembly = Path.Combine(
        AppContext.BaseDirectory.Replace("Fulfilment.Host.Tests", "Fulfilment.Bench", StringComparison.Ordinal), "Fulfilment.Bench.dll");

    [Fact]
    public async Task Script_Bench_BuildsItOnceAndNamesTheServicesProgram()
    {
        using var checkout = new ScriptFolder();
        checkout.Write("tests/Fulfilment.Bench/Fulfilment.Bench.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit></PropertyGroup>
            </Project>
            """);
        checkout.Write("tests/Fulfilment.Bench/Program.cs", """
            Console.WriteLine($"service {File.Exists(Environment.GetEnvironmentVariable("FULFIL_APP"))} [{string.Join("] [", args)}]");
            """);

        checkout.Write("tests/Fulfilment.Testing/Shared.cs", "// What the benchmarks share with the tests.");

        var first = await checkout.RunAsync("bench", "--only", "B4");
        var second = await checkout.RunAsync("bench", "--quick");
        checkout.Write("tests/Fulfilment.Testing/Shared.cs", "// Changed.");
        var third = await checkout.RunAsync("bench", "--quick");

        Assert.Equal("service True [--only] [B4]", first.LastLine);
        Assert.Equal(("service True [--quick]", ""), (second.LastLine, second.Errors));
        Assert.Contains("building tests/Fulfilment.Bench", third.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_Json_LastLineHasTheMachineAndTheFiguresWithTheirGoals()
    {
        var run = await Command.RunAsync("dotnet", [Assembly, "--quick", "--only", "B4", "--json"]);

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.True(json.RootElement.GetProperty("machine").GetProperty("cores").GetInt32() > 0);
        var figure = json.RootElement.GetProperty("results")[0];
        Assert.Equal(("B4", "ms", 3), (figure.GetProperty("id").GetString(), figure.GetProperty("unit").GetString(), figure.GetProperty("runs").GetInt32()));
        Assert.InRange(figure.GetProperty("value").GetDouble(), figure.GetProperty("min").GetDouble(), figure.GetProperty("max").GetDouble());
        Assert.Equal(figure.GetProperty("value").GetDouble() <= figure.GetProperty("goal").GetDouble(), figure.GetProperty("met").GetBoolean());
    }

    [Fact]
    public async Task Bench_ServerDoesNotStart_ThatFigureFailsWithTheServersLineAndTheOthersStand()
    {
        using var data = new TemporaryFolder();
        var environment = new Dictionary<string, string?> { ["FULFIL_APP"] = Fulfil.Assembly, ["Fulfilment__Nonsense"] = "1" };

        var run = await Command.RunAsync("dotnet", [Assembly, "--quick", "--only", "B4,B10", "--json", "--data", data.Path], environment: environment);

        Assert.Equal(1, run.ExitCode);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.Equal("B4", json.RootElement.GetProperty("results")[0].GetProperty("id").GetString());
        var failed = Assert.Single(json.RootElement.GetProperty("failed").EnumerateArray());
        Assert.Equal("B10", failed.GetProperty("ids").GetString());
        Assert.Contains("fulfil: ", failed.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("onsense", failed.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("fulfil: B10 could not be measured: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(data.Path, "run-*"));
    }

    [Fact]
    public async Task Bench_Markdown_PrintsARowOfTheDocumentsTable()
    {
        var run = await Command.RunAsync("dotnet", [Assembly, "--quick", "--only", "B4", "--markdown"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("| B4 | event to the next activity begun, idle, p50 | ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no figure 'B99'", "--only", "B99")]
    [InlineData("--only needs figures", "--only")]
    [InlineData("there is no '--fast' for bench", "--fast")]
    public async Task Bench_BadArguments_OneLineAndExit2(string expected, params string[] arguments)
    {
        var run = await Command.RunAsync("dotnet", [Assembly, .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.OnlyErrorLine, StringComparison.Ordinal);
    }
}
