using System.Diagnostics;
using System.Globalization;
using Fulfilment.Bench.Engine;
using SQLitePCL;

namespace Fulfilment.Bench.Raw;

/// <summary>
/// Every row that one run of the engine wrote, changed or removed, in the order in which it did: taken from SQLite's own trace in a
/// run of its own, since tracing slows what is traced.
/// </summary>
internal sealed class Recording
{
    private const string CommitNumber = "UPDATE meta ";
    private readonly Dictionary<string, int> _known = [];
    private readonly List<string> _templates = [];
    private readonly List<Write> _writes = [];

    private Recording(int count, int checkpoints)
    {
        Count = count;
        Checkpoints = count * checkpoints;
    }

    /// <summary>Orchestrations.</summary>
    public int Count { get; }

    /// <summary>Of all orchestrations: turns whose outcome is on disk.</summary>
    public int Checkpoints { get; }

    public IReadOnlyList<string> Templates => _templates;

    public IReadOnlyList<Write> Writes => _writes;

    /// <summary>The engine's own, in that run.</summary>
    public int Commits { get; private set; }

    public static async Task<Recording> OfAsync(string folder, string orchestrator, int count, int events, int checkpoints)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        var recording = new Recording(count, checkpoints);
        strdelegate_trace take = (_, statement) => recording.Take(statement);
        await engine.OnWriterAsync(connection => raw.sqlite3_trace(connection, take, null));
        await Saturation.RunAsync(engine, orchestrator, count, events);
        await engine.OnWriterAsync(connection => raw.sqlite3_trace(connection, (strdelegate_trace?)null, null));
        return recording._writes.Count > 0 ? recording : throw new InvalidOperationException("SQLite traced nothing; what the engine writes is unknown.");
    }

    /// <summary>How many statements of each kind, by table, for one orchestration.</summary>
    public string Summary() => string.Join(", ", _writes.GroupBy(write => KindOf(_templates[write.Template])).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{(double)group.Count() / Count:0.#} {group.Key}"))) + string.Create(CultureInfo.InvariantCulture, $", {(double)Bytes / Count:#,0} bytes");

    /// <summary>Of all texts and blobs.</summary>
    private long Bytes => _writes.Sum(write => write.Values.Sum(value => value switch { byte[] blob => blob.Length, string text => (long)text.Length, _ => 0 }));

    /// <summary>"history insert" and the like.</summary>
    internal static string KindOf(string template)
    {
        var words = template.Split([' ', '(', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words[0] switch
        {
            "INSERT" => $"{words[Array.IndexOf(words, "INTO") + 1]} insert",
            "UPDATE" => $"{words[1]} update",
            "DELETE" => $"{words[2]} delete",
            _ => throw new UnreachableException(template),
        };
    }

    private void Take(string statement)
    {
        if (statement.StartsWith(CommitNumber, StringComparison.Ordinal)) Commits++;
        else if (statement.StartsWith("INSERT", StringComparison.Ordinal) || statement.StartsWith("UPDATE", StringComparison.Ordinal) || statement.StartsWith("DELETE", StringComparison.Ordinal)) Add(statement);
    }

    private void Add(string statement)
    {
        var (template, values) = StatementText.Split(statement);
        if (!_known.TryGetValue(template, out var number))
        {
            _known.Add(template, number = _templates.Count);
            _templates.Add(template);
        }

        _writes.Add(new Write(number, values));
    }
}

/// <param name="Template">Its number among <see cref="Recording.Templates"/>.</param>
internal readonly record struct Write(int Template, object?[] Values);
