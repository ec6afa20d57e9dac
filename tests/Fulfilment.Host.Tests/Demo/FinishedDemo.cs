using Fulfilment.Host.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Tests.Demo;

/// <summary>One run with every plot in it, played once; each test damages a copy of its own.</summary>
public sealed class FinishedDemo : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the run printed.</summary>
    public Finished Run { get; private set; } = new(-1, "", "");

    private string Original => _folder.In("original");

    public async Task InitializeAsync() => Run = await Fulfil.RunAsync("demo", "--orders", "33", "--seed", "3", "--data", Original, "--json");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    public DemoCopy Copy()
    {
        var copy = _folder.In(Guid.NewGuid().ToString("N"));
        foreach (var folder in Directory.EnumerateDirectories(Original, "*", SearchOption.AllDirectories).Prepend(Original))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Original, folder));
            Directory.CreateDirectory(target);
            foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return new DemoCopy(copy);
    }
}

/// <summary>A copy of a run's folder, to be damaged.</summary>
public sealed class DemoCopy(string path)
{
    public string Path => path;

    /// <summary>Damages the database; a statement that touches nothing would prove nothing.</summary>
    public void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(path, "engine.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA ignore_check_constraints = ON; {statement}";
        Assert.True(command.ExecuteNonQuery() > 0, $"Nothing in the database matches: {statement}");
    }

    public IReadOnlyList<string> Mails() => [.. Directory.EnumerateFiles(System.IO.Path.Combine(path, "mailbox"), "*.eml").Order(StringComparer.Ordinal)];

    public void EditChronicle(string from, string to)
    {
        var file = System.IO.Path.Combine(path, "demo.json");
        var text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>As anybody can check it.</summary>
    public Task<Finished> CheckAsync() => Fulfil.RunAsync("demo", "--check", path, "--json");
}
