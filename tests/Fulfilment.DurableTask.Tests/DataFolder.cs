namespace Fulfilment.DurableTask.Tests;

/// <summary>A folder of the test's own, removed after it.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("engine-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
