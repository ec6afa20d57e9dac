namespace Fulfilment.DurableTask;

/// <summary>A failure as data: it survives storage even when the exception would not serialise.</summary>
/// <param name="ErrorType">Full name of the exception's type; of what was ended without one, a word ("Terminated").</param>
public sealed record FailureDetails(string ErrorType, string ErrorMessage, string? StackTrace = null, FailureDetails? InnerFailure = null, bool IsNonRetriable = false)
{
    /// <summary>True when the failure, not an inner one, is of exactly that type.</summary>
    public bool IsCausedBy<TException>() where TException : Exception => ErrorType == typeof(TException).FullName;

    public static FailureDetails From(Exception exception) => exception switch
    {
        TaskFailedException failed => new(exception.GetType().FullName!, exception.Message, exception.StackTrace, failed.FailureDetails, failed.FailureDetails.IsNonRetriable),
        _ => new(exception.GetType().FullName ?? exception.GetType().Name, exception.Message, exception.StackTrace,
            exception.InnerException is { } inner ? From(inner) : null, exception is NonRetriableException),
    };
}

/// <summary>Thrown into an orchestrator when an activity or a child has failed for good.</summary>
public sealed class TaskFailedException(string taskName, int taskId, FailureDetails failureDetails)
    : Exception($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}")
{
    public string TaskName { get; } = taskName;
    public int TaskId { get; } = taskId;
    public FailureDetails FailureDetails { get; } = failureDetails;
}

/// <summary>Thrown by an activity to say that no retry can help; retry policies stop at it.</summary>
public class NonRetriableException : Exception
{
    public NonRetriableException(string message) : base(message) { }
    public NonRetriableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Replay met another action than history holds. Quarantines the instance; names the step.</summary>
public sealed class NonDeterminismException(string message, ReplayDifference difference) : Exception(message)
{
    public ReplayDifference Difference { get; } = difference;
}

/// <summary>Where code left the path that history holds. Kinds and names only: inputs, fire times and status are never compared.</summary>
/// <param name="Step">The action's number in its execution, from 0.</param>
/// <param name="Recorded">What history holds there ("TaskScheduled 'Publish'", "nothing").</param>
/// <param name="Asked">What the code does there instead.</param>
public sealed record ReplayDifference(int Step, string Recorded, string Asked);

public sealed class OrchestrationAlreadyExistsException(string instanceId)
    : Exception($"An instance '{instanceId}' already exists.")
{
    public string InstanceId { get; } = instanceId;
}

public sealed class InstanceNotFoundException(string instanceId) : Exception($"There is no instance '{instanceId}'.");

/// <summary>
/// The engine, or what it keeps things in, takes nothing at the moment. What was asked was not acknowledged, and may be asked again
/// with the same id; the message, one line for operators, says what has to change first.
/// </summary>
public class EngineUnavailableException : Exception
{
    public EngineUnavailableException(string message) : base(message) { }
    public EngineUnavailableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>A payload is over the engine's limit. The message gives both sizes.</summary>
public sealed class PayloadTooLargeException(string what, long bytes, long limit)
    : Exception($"{what} is {bytes} bytes; the limit is {limit}. Store large data elsewhere and pass its key.")
{
    public long Bytes { get; } = bytes;
    public long Limit { get; } = limit;
}
