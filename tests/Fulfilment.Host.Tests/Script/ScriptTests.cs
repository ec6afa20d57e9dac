using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Script;

public sealed class ScriptTests : IDisposable
{
    private readonly ScriptFolder _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task Script_FirstUse_BuildsSaysSoOnStandardErrorAndRuns()
    {
        var run = await _checkout.RunAsync("one", "two words");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("built in", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["version one", "[one]", "[two words]"], run.Output.Split('\n').Where(l => !l.StartsWith("in ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Script_SecondUse_DoesNotBuildAgain()
    {
        await _checkout.RunAsync();

        var second = await _checkout.RunAsync();

        Assert.Equal("", second.Errors);
        Assert.Contains("version one", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_SourcesChanged_BuildsAgainAndRunsTheNewOne()
    {
        await _checkout.RunAsync();
        _checkout.WriteProgram("two");

        var run = await _checkout.RunAsync();

        Assert.Contains("built in", run.Errors, StringComparison.Ordinal);
        Assert.Contains("version two", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_SourcesChangedWhileOneRuns_TheRunningOneKeepsItsFiles()
    {
        using var running = _checkout.Start("wait");
        await running.LineAsync("pid ");
        _checkout.WriteProgram("two");
        await _checkout.RunAsync();

        running.Interrupt();

        var ended = await running.EndAsync();
        Assert.Equal("stopped cleanly", ended.LastLine);
    }

    [Fact]
    public async Task Script_TwiceAtOnce_BuildsOnceAndBothRun()
    {
        var both = await Task.WhenAll(_checkout.RunAsync(), _checkout.RunAsync());

        Assert.All(both, run => Assert.Equal(0, run.ExitCode));
        Assert.All(both, run => Assert.Contains("version one", run.Output, StringComparison.Ordinal));
        Assert.Single(both, run => run.Errors.Contains("built in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Script_FromAnotherFolderThroughALink_KeepsTheCallersFolder()
    {
        using var elsewhere = new TemporaryFolder();
        var link = elsewhere.In("linked");
        File.CreateSymbolicLink(link, _checkout.Script);

        var run = await Command.RunAsync(link, [], elsewhere.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"in {elsewhere.Path}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_CtrlC_ReachesTheProgramItself()
    {
        using var running = _checkout.Start("wait");
        var line = await running.LineAsync("pid ");

        running.Interrupt();

        var ended = await running.EndAsync();
        Assert.Equal($"pid {running.Id}", line);
        Assert.Equal((7, "stopped cleanly"), (ended.ExitCode, ended.LastLine));
    }

    [Fact]
    public async Task Script_BuildFails_ShowsTheCompilersErrorAndExits1()
    {
        _checkout.Write(ScriptFolder.ProgramFile, "this is no program");

        var run = await _checkout.RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error CS", run.Errors, StringComparison.Ordinal);
        Assert.Contains("the build failed", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }
}
