using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("There is no 'servee' here", "servee")]
    [InlineData("There is no '--orderz' here", "demo", "--orderz", "5")]
    [InlineData("--orders must be 1 to 5000, not 0", "demo", "--orders", "0")]
    [InlineData("'many'", "demo", "--orders", "many")]
    [InlineData("'king'", "token", "create", "--role", "king")]
    [InlineData("--role", "token", "create")]
    [InlineData("is no address to listen on", "serve", "--urls", "8080", "--data", "/dev/null/unused")]
    [InlineData("must be a server on this machine", "load", "--url", "http://shop.example.com")]
    [InlineData("--late-cost must not be negative", "simulate", "--late-cost=-1")]
    public async Task Fulfil_BadArguments_OneLineAndExit2(string expected, params string[] arguments)
    {
        var run = await Fulfil.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("token", "create")]
    [InlineData("load")]
    [InlineData("simulate")]
    [InlineData("replay")]
    [InlineData("export")]
    [InlineData("import")]
    public async Task Fulfil_Help_TeachesWithExamples(params string[] command)
    {
        var run = await Fulfil.RunAsync([.. command, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"./fulfil {string.Join(' ', command)}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("virtual-clock", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fulfil_NoArguments_ShowsTheHelp()
    {
        var run = await Fulfil.RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("./fulfil demo", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoServer_SaysHowToStartOne()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fulfil.json", """{ "stores": { "demo": { "secrets": { "own": ["MDEyMzQ1Njc4OWFiY2RlZg=="] } } } }""");

        var run = await Fulfil.RunAsync("load", "--url", "http://127.0.0.1:9", "--data", folder.Path, "--seconds", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("start ./fulfil serve", run.OnlyErrorLine, StringComparison.Ordinal);
    }
}
