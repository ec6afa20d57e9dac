using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Deciding;

/// <summary>The decisions that were approved for a golden: beside it, in <c>Histories/rules-{version}/{scenario}.{execution}.decisions.txt</c>.</summary>
internal static class Approved
{
    private const string Ending = ".decisions.txt";

    public static IEnumerable<string> Files => Directory.EnumerateFiles(HistoryFolder.Path, "*" + Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static string FileOf(Golden golden) => Path.ChangeExtension(golden.File, null) + Ending;

    public static string Read(Golden golden) => File.Exists(FileOf(golden))
        ? File.ReadAllText(FileOf(golden))
        : $"Nothing is approved for {golden.Name}: see Histories/README.md.\n";

    /// <summary>Each effect with its key, in order.</summary>
    public static IEnumerable<string> Effects(Golden golden) => Read(golden).Split('\n').Where(line => line.StartsWith("  demo.own.", StringComparison.Ordinal)).Select(line => line.Trim());

    /// <summary>All but the receipts, whose ids of commands may come from elsewhere.</summary>
    public static IEnumerable<string> Course(Golden golden) => Read(golden).Split('\n').Where(line => !line.Contains(": ", StringComparison.Ordinal));

    /// <summary>Never overwrites: what is there was approved.</summary>
    public static void WriteNew(Golden golden)
    {
        if (File.Exists(FileOf(golden))) return;
        var decisions = Projection.Of(golden.Read());
        // A history that the code does not follow has no decisions to approve.
        if (!decisions.StartsWith('#') && !decisions.StartsWith("facts", StringComparison.Ordinal) && !decisions.StartsWith("timer", StringComparison.Ordinal))
            throw new InvalidOperationException($"{golden.Name} cannot be approved: {decisions}");
        File.WriteAllText(FileOf(golden), decisions);
    }
}
