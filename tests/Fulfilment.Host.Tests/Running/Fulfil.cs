using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Tests.Running;

/// <summary>The tool itself as a process, without the script that builds it.</summary>
public static class Fulfil
{
    public static readonly string Assembly = typeof(CommandLineTool).Assembly.Location;

    public static Command Start(params string[] arguments) => Command.Start("dotnet", [Assembly, .. arguments]);

    public static Task<Finished> RunAsync(params string[] arguments) => Command.RunAsync("dotnet", [Assembly, .. arguments]);
}
