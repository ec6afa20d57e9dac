using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reference declaration.</summary>
public class WorkerOptions
{
    public ObjectSerializer? Serializer { get; set; }

    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>();
}

/// <summary>Reference declaration.</summary>
public class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }
    public bool IsPastDue { get; set; }
}

/// <summary>Reference declaration.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }
    public DateTime Next { get; set; }
    public DateTime LastUpdated { get; set; }
}
