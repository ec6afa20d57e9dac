using System.CommandLine;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Storage.Sqlite;

namespace Fulfilment.Host.Commands;

/// <summary><c>check</c>: reads all of the database and says what is damaged.</summary>
internal static class CheckCommand
{
    public static IReadOnlyList<Example> Examples => [new("./fulfil check --data data", "structure and every checksum; works beside the running server; exit 1 if anything is damaged")];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command("check", "Read the whole database, its structure and every checksum of the history, and name what is damaged.") { data };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(data)!)));
        return command;
    }

    private static int Run(string directory)
    {
        DataFolder.RequireDatabase(directory);
        using var line = new ProgressLine();
        var faults = DatabaseFailures.Explain(() => EngineFile.Check(Path.GetFullPath(directory), SqliteStores.Modules, line));
        line.Clear();
        foreach (var fault in faults) Console.Out.WriteLine(fault);
        if (faults.Count > 0) throw new UserError($"The database in {directory} is damaged ({faults.Count} faults above). Restore a backup: ./fulfil restore --data {directory} --from FILE");
        Console.Out.WriteLine("The database is whole.");
        return 0;
    }
}
