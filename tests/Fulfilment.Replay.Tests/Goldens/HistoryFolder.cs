namespace Fulfilment.Replay.Tests.Goldens;

/// <summary>The committed histories, in the sources: a copy beside the tests could be older than they are.</summary>
internal static class HistoryFolder
{
    public static string Path { get; } = System.IO.Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "tests", "Fulfilment.Replay.Tests", "Histories");

    public static string Of(int rulesVersion) => System.IO.Path.Combine(Path, $"rules-{rulesVersion}");

    private static string Root(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException($"No Fulfilment.sln above {AppContext.BaseDirectory}."),
        _ when File.Exists(System.IO.Path.Combine(folder.FullName, "Fulfilment.sln")) => folder.FullName,
        _ => Root(folder.Parent),
    };
}
