using System.CommandLine;
using System.Globalization;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Storage.Sqlite;

namespace Fulfilment.Host.Commands;

/// <summary><c>backup</c>: a checked copy of the database, taken beside the running server.</summary>
internal static class BackupCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil backup --data data", "a copy in data/backups, named by the time; the server may run"),
        new("./fulfil backup --data data --to /mnt/safe/fulfilment.db", "a copy elsewhere; the file must not exist yet"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var to = new Option<string?>("--to") { Description = "File to write; default: DIR/backups/{time}.db", HelpName = "FILE" };
        var command = new Command("backup", "Copy the database while the server runs, and check the copy. Settings and mails are plain files: copy them as such.") { data, to };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(data)!, parsed.GetValue(to))));
        return command;
    }

    private static int Run(string directory, string? target)
    {
        DataFolder.RequireDatabase(directory);
        var file = Path.GetFullPath(target ?? Path.Combine(directory, "backups", DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z.db'", CultureInfo.InvariantCulture)));
        using var line = new ProgressLine();
        DatabaseFailures.Explain(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            EngineFile.Backup(Path.GetFullPath(directory), file, SqliteStores.Modules, line);
        });
        line.Clear();
        Console.Out.WriteLine(file);
        return 0;
    }
}
