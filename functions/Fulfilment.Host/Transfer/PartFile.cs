namespace Fulfilment.Host.Transfer;

/// <summary>A file that is there whole or not at all: written beside its place, synced, and then put there. It holds customers' data, so only its owner may read it.</summary>
internal sealed class PartFile : IAsyncDisposable
{
    private readonly string _target;
    private readonly FileStream _stream;

    private PartFile(string target, FileStream stream)
    {
        _target = target;
        _stream = stream;
    }

    public Stream Stream => _stream;

    public static PartFile Create(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new PartFile(target, new FileStream(target + ".part", options));
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _stream.FlushAsync(cancellationToken);
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        File.Move(_stream.Name, _target);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
