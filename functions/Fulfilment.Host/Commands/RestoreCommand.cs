using System.CommandLine;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Storage.Sqlite;

namespace Fulfilment.Host.Commands;

/// <summary><c>restore</c>: a backup takes the database's place; what was there is kept beside it.</summary>
internal static class RestoreCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil restore --data data --from data/backups/20260302T090000Z.db", "stop the server first; the replaced file is kept, its name ending in .before-restore"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var from = new Option<string>("--from") { Description = "The backup to put in place", HelpName = "FILE", Required = true };
        var command = new Command("restore", "Put a backup in the database's place. What happened after the backup is not in it: send again what was sent since.") { data, from };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(data)!, parsed.GetValue(from)!)));
        return command;
    }

    private static int Run(string directory, string source)
    {
        if (!File.Exists(source)) throw new UserError($"There is no backup {source}.", UserError.BadArguments);
        using var line = new ProgressLine();
        var replaced = DatabaseFailures.Explain(() =>
        {
            Directory.CreateDirectory(directory);
            return EngineFile.Restore(Path.GetFullPath(source), Path.GetFullPath(directory), SqliteStores.Modules, line);
        });
        line.Clear();
        Console.Out.WriteLine(replaced is null ? $"Restored {source}." : $"Restored {source}; what was there is kept as {replaced}.");
        return 0;
    }
}
