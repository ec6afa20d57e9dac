using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Script;

/// <summary>
/// A checkout in small, at a path with a space: the real script over a program of ten lines in place of the product, which
/// builds in seconds. What the script does does not depend on what it builds.
/// </summary>
public sealed class ScriptFolder : IDisposable
{
    public const string ProgramFile = "functions/Fulfilment.Host/Program.cs";

    private readonly TemporaryFolder _folder = new();

    public ScriptFolder()
    {
        Copy("fulfil", "fulfil");
        Copy("run.sh", "tests/run.sh");
        _folder.Write("global.json", "{}");
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Directory.Packages.props", "<Project />");
        _folder.Write("functions/Fulfilment.Host/Fulfilment.Host.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><AssemblyName>fulfil</AssemblyName>
                <ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        WriteProgram("one");
    }

    public string Path => _folder.Path;

    public string Script => _folder.In("fulfil");

    /// <summary>A program that says which version it is, who called it how, and with "wait" lives until Ctrl-C.</summary>
    public void WriteProgram(string version) => _folder.Write(ProgramFile, $$"""
        Console.WriteLine($"version {{version}}");
        Console.WriteLine($"in {Environment.CurrentDirectory}");
        foreach (var argument in args) Console.WriteLine($"[{argument}]");
        if (args is ["wait"])
        {
            using var stop = new ManualResetEventSlim();
            Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Set(); };
            Console.WriteLine($"pid {Environment.ProcessId}");
            stop.Wait();
            Console.WriteLine("stopped cleanly");
            return 7;
        }
        return 0;
        """);

    public string Write(string name, string text) => _folder.Write(name, text);

    public Task<Finished> RunAsync(params string[] arguments) => Command.RunAsync(Script, arguments);

    public Command Start(params string[] arguments) => Command.Start(Script, arguments);

    public void Dispose() => _folder.Dispose();

    private void Copy(string name, string target)
    {
        var path = _folder.In(target);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "Script", name), path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
