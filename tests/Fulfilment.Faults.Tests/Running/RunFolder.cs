namespace Fulfilment.Faults.Tests.Running;

/// <summary>A folder of one run, removed after it.</summary>
internal sealed class RunFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fulfil-faults-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
