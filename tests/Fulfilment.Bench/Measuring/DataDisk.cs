using System.Diagnostics;
using System.Text;

namespace Fulfilment.Bench.Measuring;

/// <summary>What the databases are written to: without it no figure about commits says anything.</summary>
/// <param name="SyncP50">Milliseconds to append 4 KB to a file and sync it.</param>
internal sealed record DataDisk(string FileSystem, double SyncP50, double SyncP99)
{
    private const int Syncs = 200;

    public string? Warning => FileSystem is "tmpfs" or "ramfs"
        ? $"the data is on {FileSystem}, which is memory: a sync costs nothing there and every figure with a commit in it flatters; choose a disk with --data DIR"
        : null;

    public static DataDisk Measure(string folder)
    {
        var times = new List<double>();
        var path = Path.Combine(folder, "sync");
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var page = new byte[4096];
            for (var i = 0; i < Syncs; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, page, (long)i * page.Length);
                RandomAccess.FlushToDisk(file);
                times.Add(Stat.Milliseconds(begun, Stopwatch.GetTimestamp()));
            }
        }

        File.Delete(path);
        return new(TypeOf(folder), Math.Round(Stat.Median(times), 3), Math.Round(Stat.Percentile(times, 0.99), 3));
    }

    /// <param name="mounts">As in /proc/self/mountinfo.</param>
    /// <returns>The type of the longest mount point that holds the path; of two at the same point the later one, which covers the first.</returns>
    internal static string? TypeOf(IEnumerable<string> mounts, string path)
    {
        (string Point, string Type)? found = null;
        foreach (var line in mounts)
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (fields.Length < 5 || dash < 0 || dash + 1 >= fields.Length) continue;
            var point = Unescape(fields[4]);
            if (Holds(point, path) && (found is not { } best || point.Length >= best.Point.Length)) found = (point, fields[dash + 1]);
        }

        return found?.Type;
    }

    private static string TypeOf(string folder) =>
        (File.Exists("/proc/self/mountinfo") ? TypeOf(File.ReadLines("/proc/self/mountinfo"), folder) : null) ?? new DriveInfo(Path.GetPathRoot(folder)!).DriveFormat;

    private static bool Holds(string point, string path) => point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal);

    /// <summary>Spaces and the like are written as octal numbers there.</summary>
    private static string Unescape(string field)
    {
        var text = new StringBuilder();
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length)
            {
                text.Append((char)Convert.ToInt32(field.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
