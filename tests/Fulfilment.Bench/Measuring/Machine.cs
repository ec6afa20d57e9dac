using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Bench.Measuring;

/// <summary>What the figures were taken on.</summary>
/// <param name="Load">Load average of the last minute when the run began; null where the system does not tell.</param>
internal sealed record Machine(string Processor, int Cores, double MemoryGb, string System, string Runtime, string Sqlite, double? Load, DataDisk Disk)
{
    /// <param name="folder">Where the databases will be.</param>
    public static Machine Read(string folder)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return new(
            Proc.Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1), RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, connection.ServerVersion,
            Proc.LoadNow(), DataDisk.Measure(folder));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryGb} GB, {System}, {Runtime}, SQLite {Sqlite}; data on {Disk.FileSystem}, raw sync p50 {Disk.SyncP50} ms, p99 {Disk.SyncP99} ms; load at the start {Load?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}");
}

/// <summary>What Linux tells about itself; null elsewhere.</summary>
internal static class Proc
{
    public static string? Line(string file, string name) => !File.Exists(file)
        ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    public static double? LoadNow() => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;

    /// <summary>The most memory this process ever held, in MB; 0 where the system does not tell.</summary>
    public static double PeakMb() => Line("/proc/self/status", "VmHWM") is { } peak ? double.Parse(peak.Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e6 : 0;
}
