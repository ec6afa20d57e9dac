namespace Fulfilment.DurableTask;

/// <summary>The data folder or file cannot be used. The message is one line: what is wrong and what to do.</summary>
public class EngineFileException : EngineUnavailableException
{
    public EngineFileException(string message) : base(message) { }
    public EngineFileException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Another engine holds the data folder.</summary>
public sealed class EngineInUseException(string message, Exception? inner = null) : EngineFileException(message, inner!);

/// <summary>The disk is full. The write was not accepted; nothing that was acknowledged is lost.</summary>
public sealed class EngineStorageFullException(string message, Exception inner) : EngineFileException(message, inner);

/// <summary>The engine met an error of the storage, or its own, after which it accepts nothing more. The message says whether a restart helps, or a restore.</summary>
public sealed class EngineFailedException(string message, Exception inner) : EngineUnavailableException(message, inner);

/// <summary>The name of an activity is not in the registry. No retry helps; a deploy does.</summary>
public sealed class TaskNotRegisteredException(string message) : NonRetriableException(message);
