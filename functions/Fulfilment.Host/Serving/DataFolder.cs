using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Serving;

/// <summary>The data folder's layout, and whether it can be used at all.</summary>
internal static class DataFolder
{
    public const string DatabaseFile = "engine.db";
    public const string MailboxFolder = "mailbox";

    /// <summary>Creates the folder and proves that files can be made in it.</summary>
    /// <exception cref="UserError">It cannot be created or written.</exception>
    public static string Prepare(string directory)
    {
        var path = Path.GetFullPath(directory);
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".probe-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UserError($"Cannot write to the data folder {path}: {e.Message.TrimEnd('.')}. Give the user who runs this the right to write there, or choose another with --data DIR.", inner: e);
        }
    }

    /// <exception cref="UserError">There is no database in it.</exception>
    public static string RequireDatabase(string directory)
    {
        var path = Path.Combine(Path.GetFullPath(directory), DatabaseFile);
        return File.Exists(path)
            ? path
            : throw new UserError($"There is no database in {Path.GetDirectoryName(path)}. Name the service's data folder with --data DIR, or start ./fulfil serve --data DIR once.");
    }
}
