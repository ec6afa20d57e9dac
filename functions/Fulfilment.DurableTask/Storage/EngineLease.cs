namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// Exclusive ownership of a data folder. A file lock, not a row with an expiry: the kernel drops it with the process, so a
/// crash leaves nothing to wait for, and a paused process cannot wake up and believe in a lease that has run out.
/// </summary>
internal sealed class EngineLease : IDisposable
{
    private readonly FileStream _file;

    private EngineLease(FileStream file) => _file = file;

    /// <exception cref="EngineInUseException">Another engine holds the folder.</exception>
    /// <exception cref="EngineFileException">The folder cannot be written.</exception>
    public static EngineLease Take(string directory)
    {
        var path = Path.Combine(directory, "engine.lock");
        try
        {
            Directory.CreateDirectory(directory);
            return new EngineLease(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new EngineFileException($"The data folder '{directory}' cannot be written: give this user write access or choose another folder.", error);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new EngineInUseException($"Another engine is running on '{directory}': stop it, or choose another data folder.", error);
        }
        catch (IOException error)
        {
            throw new EngineFileException($"The data folder '{directory}' cannot be used ({error.Message}): choose another folder.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
