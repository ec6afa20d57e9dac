namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Reference declaration.</summary>
public enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public string? Route { get; set; }
    public string[]? Methods { get; } = methods;
    public AuthorizationLevel AuthLevel { get; } = authLevel;
}

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    public string QueueName { get; } = queueName;
    public string? Connection { get; set; }
}

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;
    public bool UseMonitor { get; set; } = true;
    public bool RunOnStartup { get; set; }
}

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : Attribute
{
    public string? Orchestration { get; set; }
}

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : Attribute
{
    public string? Activity { get; set; }
}

/// <summary>Reference declaration.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : Attribute
{
    public string? TaskHub { get; set; }
    public string? ConnectionName { get; set; }
}
