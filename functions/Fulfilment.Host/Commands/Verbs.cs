using System.CommandLine;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Commands;

/// <summary>Every command with the examples of its help. A new command is one file and one line here.</summary>
internal static class Verbs
{
    public static IReadOnlyList<(Command Command, IReadOnlyList<Example> Examples)> All =>
    [
        (DemoCommand.Create(), DemoCommand.Examples),
        (ServeCommand.Create(), ServeCommand.Examples),
        (TokenCommand.Create(), TokenCommand.Examples),
        (LoadCommand.Create(), LoadCommand.Examples),
        (SimulateCommand.Create(), SimulateCommand.Examples),
        (ReplayCommand.Create(), ReplayCommand.Examples),
        (BackupCommand.Create(), BackupCommand.Examples),
        (RestoreCommand.Create(), RestoreCommand.Examples),
        (CheckCommand.Create(), CheckCommand.Examples),
        (PurgeCommand.Create(), PurgeCommand.Examples),
        (ExportCommand.Create(), ExportCommand.Examples),
        (ImportCommand.Create(), ImportCommand.Examples),
    ];
}
