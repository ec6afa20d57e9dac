using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Bench.Measuring;

/// <summary>What the figures were taken on.</summary>
/// <param name="Load">Load average of the last minute when the run began; null where the system does not tell.</param>
internal sealed record Machine(string Processor, int Cores, double MemoryGb, string System, string Runtime, string Sqlite, double? Load)
{
    public static Machine Read()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return new(
            Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1), RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, connection.ServerVersion, LoadNow());
    }

    private static double? LoadNow() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], global::System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private static string? Line(string file, string name) => !File.Exists(file)
        ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
