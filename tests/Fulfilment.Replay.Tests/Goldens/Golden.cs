using System.Globalization;
using Fulfilment.DurableTask;

namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>A committed history: <c>Histories/rules-{version}/{scenario}.{execution}.jsonl</c>.</summary>
internal sealed record Golden(int RulesVersion, string Scenario, string File)
{
    public static IReadOnlyList<Golden> All { get; } = OnDisk();

    public static IReadOnlyList<Golden> Of(int rulesVersion) => [.. All.Where(golden => golden.RulesVersion == rulesVersion)];

    public string Name => $"{RulesVersion}/{Path.GetFileName(File)}";

    /// <summary>Read anew: recording adds to them.</summary>
    public static IReadOnlyList<Golden> OnDisk() => [.. Folders().SelectMany(folder => In(folder.Version, folder.Path))];

    public StoredHistory Read()
    {
        using var file = System.IO.File.OpenRead(File);
        return HistoryFile.Read(file);
    }

    /// <summary>The same execution of the same scenario, maybe under other rules.</summary>
    public bool IsSameLife(Golden other) => Path.GetFileName(File) == Path.GetFileName(other.File);

    private static IEnumerable<(int Version, string Path)> Folders() =>
        Directory.EnumerateDirectories(HistoryFolder.Path, "rules-*").Order(StringComparer.Ordinal)
            .Select(path => (int.Parse(Path.GetFileName(path)["rules-".Length..], CultureInfo.InvariantCulture), path));

    private static IEnumerable<Golden> In(int version, string folder) =>
        Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
            .Select(file => new Golden(version, Path.GetFileName(file).Split('.')[0], file));
}
