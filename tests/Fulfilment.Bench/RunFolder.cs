using System.Diagnostics;
using System.Globalization;

namespace Fulfilment.Bench;

/// <summary>Where one run's databases are: on the disk of the checkout, since the system's temporary folder may be memory, where a sync is free.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "run-";
    private int _made;

    public RunFolder(string parent)
    {
        Directory.CreateDirectory(parent);
        DeleteAbandoned(parent);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;
    }

    /// <summary>artifacts/bench beside the repository; under the working folder for a program that was taken out of it.</summary>
    public static string Default => System.IO.Path.Combine(Repository() ?? Environment.CurrentDirectory, "artifacts", "bench");

    public string Path { get; }

    private string Own => System.IO.Path.Combine(Path, "own");

    public string New() => Directory.CreateDirectory(System.IO.Path.Combine(Own, $"{++_made}")).FullName;

    public string Shared(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, "shared-" + name)).FullName;

    public void DeleteOwn() => Delete(Own);

    public void DeleteShared(string name) => Delete(System.IO.Path.Combine(Path, "shared-" + name));

    public void Dispose() => Delete(Path);

    private static string? Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Fulfilment.sln"))) folder = folder.Parent;
        return folder?.FullName;
    }

    /// <summary>A run that was killed could not delete its own.</summary>
    private static void DeleteAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
            if (int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !IsRunning(id)) Delete(folder);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
