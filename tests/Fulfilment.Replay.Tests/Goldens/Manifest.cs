using System.Security.Cryptography;

namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>
/// The hash of each committed history, in the form of <c>sha256sum</c>. Lines are only ever added: one that changes or goes means that
/// what was deployed is being rewritten.
/// </summary>
internal sealed class Manifest(string folder)
{
    public const string FileName = "MANIFEST.sha256";

    private readonly string _file = Path.Combine(folder, FileName);

    public static Manifest Committed { get; } = new(HistoryFolder.Path);

    /// <summary>Relative names and their hashes, in the order they were added.</summary>
    public IReadOnlyList<(string Name, string Hash)> Entries => File.Exists(_file) ? [.. File.ReadLines(_file).Select(Entry)] : [];

    /// <summary>What contradicts the manifest; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var entries = Entries;
        var listed = entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. entries.GroupBy(entry => entry.Name).Where(group => group.Count() > 1).Select(group => $"{group.Key} is listed twice"),
            .. entries.Where(entry => !File.Exists(Path.Combine(folder, entry.Name))).Select(entry => $"{entry.Name} is missing"),
            .. entries.Where(entry => File.Exists(Path.Combine(folder, entry.Name)) && HashOf(entry.Name) != entry.Hash).Select(entry => $"{entry.Name} is not the history that was recorded"),
            .. Files().Where(name => !listed.Contains(name)).Select(name => $"{name} is not listed"),
        ];
    }

    /// <summary>Adds what has no line yet; never touches a line.</summary>
    public void AppendNew()
    {
        var listed = Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        File.AppendAllText(_file, string.Concat(Files().Where(name => !listed.Contains(name)).Select(name => $"{HashOf(name)}  {name}\n")));
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))));

    private static (string Name, string Hash) Entry(string line) => (line[66..], line[..64]);
}
