namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>No history is edited, recorded anew or dropped to make a test pass.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fulfilment-manifest-");

    [Fact]
    public void Goldens_AsCommitted_AreThoseOfTheManifest() => Assert.Empty(Manifest.Committed.Faults());

    [Fact]
    public void Faults_HistoryRewrittenDroppedOrUnlisted_NameTheFile()
    {
        var manifest = Recorded("a", "b", "c");
        File.WriteAllText(PathOf("a"), "other\n");
        File.Delete(PathOf("b"));
        File.WriteAllText(PathOf("d"), "new\n");

        Assert.Equal(["rules-1/b.1.jsonl is missing", "rules-1/a.1.jsonl is not the history that was recorded", "rules-1/d.1.jsonl is not listed"], manifest.Faults());
    }

    [Fact]
    public void AppendNew_WithAHistoryRewritten_LeavesItsLineAlone()
    {
        var manifest = Recorded("a", "b");
        var before = manifest.Entries;
        File.WriteAllText(PathOf("a"), "other\n");
        File.WriteAllText(PathOf("0"), "sorts first\n");

        manifest.AppendNew();

        Assert.Equal([.. before, ("rules-1/0.1.jsonl", manifest.Entries[^1].Hash)], manifest.Entries);
        Assert.Equal(["rules-1/a.1.jsonl is not the history that was recorded"], manifest.Faults());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Manifest Recorded(params string[] names)
    {
        _folder.CreateSubdirectory("rules-1");
        foreach (var name in names) File.WriteAllText(PathOf(name), name + "\n");
        var manifest = new Manifest(_folder.FullName);
        manifest.AppendNew();
        Assert.Empty(manifest.Faults());
        return manifest;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, "rules-1", name + ".1.jsonl");
}
