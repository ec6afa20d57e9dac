using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Backups that last: names are synced with their folder, there is always a file, and long ones say how far they are.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly DataFolder _elsewhere = new();

    private string Backup => Path.Combine(_elsewhere.Path, "backup.db");

    private string Database => EngineFile.PathIn(_folder.Path);

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Create_SyncsTheFolderWhenTheNameIsThere()
    {
        await FillAsync();
        var synced = new List<(string, bool)>();

        BackupFile.Create(_folder.Path, Backup, [], null, folder => synced.Add((folder, File.Exists(Backup))));

        Assert.Equal([(_elsewhere.Path, true)], synced);
    }

    [Fact]
    public async Task Restore_SyncsTheFolderWhenAllIsInPlace()
    {
        await FillAsync();
        EngineFile.Backup(_folder.Path, Backup);
        var synced = new List<(string Folder, bool Restored, bool Marked)>();

        var kept = BackupFile.Restore(Backup, _folder.Path, [], null, folder =>
            synced.Add((folder, File.ReadAllBytes(Database).AsSpan().SequenceEqual(File.ReadAllBytes(Backup)), File.Exists(Path.Combine(_folder.Path, CommitMark.FileName)))));

        Assert.Equal([(_folder.Path, true, false)], synced);
        Assert.True(File.Exists(kept));
        Assert.False(File.Exists(Database + ".restoring"));
    }

    /// <summary>A file as a kill leaves it has its newest commits in its log, and so has the one that a restore replaced.</summary>
    [Fact]
    public async Task Restore_OfAFileWithALogBesideIt_BringsWhatIsInTheLog()
    {
        var killed = Path.Combine(_elsewhere.Path, "engine.db");
        await using (var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path }))
        {
            await engine.Client.ScheduleNewAsync("order", null, new StartOptions("in-the-log"));
            foreach (var suffix in new[] { "", "-wal" }) File.Copy(Database + suffix, killed + suffix);
        }

        EngineFile.Restore(killed, _folder.Path, []);

        Assert.Equal(1L, Count("in-the-log"));
    }

    /// <summary>The wrong backup was put in place, and the restore is undone: twice the replaced file is the only copy of what is in it.</summary>
    [Fact]
    public async Task Restore_OfWhatARestoreReplaced_GivesItBackAndKeepsBoth()
    {
        await FillAsync();
        EngineFile.Backup(_folder.Path, Backup);
        var log = Path.Combine(_elsewhere.Path, "log");
        await using (var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path }))
        {
            await engine.Client.ScheduleNewAsync("order", null, new StartOptions("newest"));
            File.Copy(Database + "-wal", log);
            File.Copy(Database, log + ".db");
        }

        // As a kill would have left them.
        File.Copy(log + ".db", Database, overwrite: true);
        File.Copy(log, Database + "-wal");
        var first = EngineFile.Restore(Backup, _folder.Path, []);
        Assert.Equal(0L, Count("newest"));

        var second = EngineFile.Restore(first!, _folder.Path, []);

        Assert.Equal(1L, Count("newest"));
        Assert.NotEqual(first, second);
        Assert.True(File.Exists(first) && File.Exists(first + "-wal") && File.Exists(second));
    }

    private long Count(string instance)
    {
        using var connection = EngineFile.OpenReadOnly(_folder.Path);
        return (long)DatabaseFile.Scalar(connection, $"SELECT count(*) FROM registry r JOIN instances i ON i.iid = r.iid WHERE r.instance = '{instance}'")!;
    }

    [Fact]
    public void SyncFolder_ThatIsNotThere_Throws()
    {
        FolderSync.Sync(_folder.Path);

        Assert.Throws<IOException>(() => FolderSync.Sync(Path.Combine(_folder.Path, "missing")));
    }

    [Fact]
    public async Task BackupCheckAndRestore_SayHowFarTheyAre()
    {
        await FillAsync();
        var steps = new Steps();

        EngineFile.Backup(_folder.Path, Backup, null, steps);
        EngineFile.Check(_folder.Path, null, steps);
        EngineFile.Restore(Backup, _folder.Path, [], steps);

        var copied = steps.All.FindLast(step => step.Step == "copying pages");
        Assert.True(copied.Done == copied.All && copied.All > 1, $"{copied}");
        Assert.Contains(steps.All, step => step is { Step: "checking history rows", Done: 1000, All: >= 1000 });
        Assert.Contains(steps.All, step => step.Step == "checking the structure");
        Assert.Contains(steps.All, step => step.Step == "copying");
    }

    [Fact]
    public async Task Backup_WhileTheEngineWrites_IsOfOneMoment()
    {
        await using var engine = await StartedAsync();
        await RunAsync(engine, "before-", 1500);
        var steps = new Steps { OnFirst = () => RunAsync(engine, "during-", 100).GetAwaiter().GetResult() };

        EngineFile.Backup(_folder.Path, Backup, null, steps);

        using var copy = DatabaseFile.Open(Backup, Microsoft.Data.Sqlite.SqliteOpenMode.ReadOnly);
        Assert.Equal(1500L, DatabaseFile.Scalar(copy, "SELECT count(*) FROM registry"));
    }

    private async Task FillAsync()
    {
        await using var engine = await StartedAsync();
        await RunAsync(engine, "i", 1100);
    }

    private async Task<EmbeddedEngine> StartedAsync()
    {
        var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path });
        await engine.StartAsync(new TaskRegistry().Orchestrator<string, string>("quick", (_, text) => Task.FromResult(text)), NoServices.Instance, []);
        return engine;
    }

    private static async Task RunAsync(EmbeddedEngine engine, string prefix, int count)
    {
        var text = new string('x', 6000);
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(n => engine.Client.ScheduleNewAsync("quick", text, new StartOptions($"{prefix}{n}"))));
        await Task.WhenAll(ids.Select(id => engine.Client.WaitForCompletionAsync(id)));
    }

    private sealed class Steps : IProgress<FileProgress>
    {
        public List<FileProgress> All { get; } = [];

        public Action? OnFirst { get; set; }

        public void Report(FileProgress value)
        {
            All.Add(value);
            var first = OnFirst;
            OnFirst = null;
            first?.Invoke();
        }
    }
}
