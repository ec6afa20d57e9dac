using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Demo;

/// <summary>Where a run keeps its database, mailbox and log.</summary>
internal static class DemoFolder
{
    /// <exception cref="UserError">The folder holds something already, or cannot be written.</exception>
    public static string Prepare(string? asked)
    {
        if (asked is null) return Directory.CreateTempSubdirectory("fulfilment-demo-").FullName;
        var path = Path.GetFullPath(asked);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new UserError($"{path} is not empty; a demo begins with a fresh folder. Choose another with --data DIR, or remove it first.");
        return DataFolder.Prepare(path);
    }
}
