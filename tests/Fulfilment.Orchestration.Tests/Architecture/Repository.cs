namespace Fulfilment.Orchestration.Tests.Architecture;

/// <summary>The checked-out repository, found from the test's own folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException($"No Fulfilment.sln above {AppContext.BaseDirectory}."),
        _ when File.Exists(Path.Combine(folder.FullName, "Fulfilment.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
