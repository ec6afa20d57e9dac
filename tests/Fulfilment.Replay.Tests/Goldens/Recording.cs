using Fulfilment.DurableTask;

namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>Writes golden histories, and only such as are not there yet: one that is there is evidence of what was deployed.</summary>
internal static class Recording
{
    /// <summary>Set to "1" to record the scenarios that have no history under the present rules.</summary>
    public const string Switch = "FULFIL_RECORD_HISTORIES";

    public static bool IsAsked => Environment.GetEnvironmentVariable(Switch) == "1";

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
