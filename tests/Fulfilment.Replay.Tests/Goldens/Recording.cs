using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Replay.Tests.Deciding;

namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>Writes golden histories, and only such as are not there yet: one that is there is evidence of what was deployed.</summary>
internal static class Recording
{
    /// <summary>Set to "1" to record the scenarios that have no history under the present rules.</summary>
    public const string Switch = "FULFIL_RECORD_HISTORIES";

    public static bool IsAsked => Environment.GetEnvironmentVariable(Switch) == "1";

    /// <summary>Into the committed histories, with their line in the manifest and their decisions, to be read and approved.</summary>
    public static void Keep(string scenario, IReadOnlyList<StoredHistory> histories)
    {
        Write(HistoryFolder.Of(RulesVersions.Current), scenario, histories);
        Manifest.Committed.AppendNew();
        foreach (var golden in Golden.OnDisk().Where(golden => golden.Scenario == scenario)) Approved.WriteNew(golden);
    }

    /// <returns>The files written; none when the scenario is recorded already.</returns>
    public static IReadOnlyList<string> Write(string folder, string scenario, IReadOnlyList<StoredHistory> histories)
    {
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFiles(folder, scenario + ".*").Any()) return [];
        return [.. histories.Select(history => Write(Path.Combine(folder, $"{scenario}.{history.Execution}.jsonl"), history))];
    }

    private static string Write(string path, StoredHistory history)
    {
        using var file = new FileStream(path, FileMode.CreateNew);
        HistoryFile.Write(history, file);
        return path;
    }
}
