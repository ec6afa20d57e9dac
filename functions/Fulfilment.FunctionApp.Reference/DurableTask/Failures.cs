namespace Microsoft.DurableTask;

/// <summary>Reference declaration.</summary>
public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>True when <see cref="ErrorType"/> names <typeparamref name="T"/> or a type derived from it that is loaded here.</summary>
    public bool IsCausedBy<T>() where T : Exception =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(ErrorType, throwOnError: false)).FirstOrDefault(type => type is not null) is { } found
        && typeof(T).IsAssignableFrom(found);
}

/// <summary>Reference declaration.</summary>
public sealed class TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
    : Exception($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}")
{
    public string TaskName { get; } = taskName;
    public int TaskId { get; } = taskId;
    public TaskFailureDetails FailureDetails { get; } = failureDetails;
}
