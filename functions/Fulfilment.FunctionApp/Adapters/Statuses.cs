using Fulfilment.DurableTask;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>The port's statuses and the SDK's, which has two more that nothing sets any longer.</summary>
public static class Statuses
{
    private const string Canceled = "Canceled";
    private const string ContinuedAsNew = "ContinuedAsNew";

    private static readonly OrchestrationStatus[] All = Enum.GetValues<OrchestrationStatus>();

    public static OrchestrationStatus FromSdk(OrchestrationRuntimeStatus status) => status.ToString() switch
    {
        nameof(OrchestrationRuntimeStatus.Pending) => OrchestrationStatus.Pending,
        nameof(OrchestrationRuntimeStatus.Running) or ContinuedAsNew => OrchestrationStatus.Running,
        nameof(OrchestrationRuntimeStatus.Suspended) => OrchestrationStatus.Suspended,
        nameof(OrchestrationRuntimeStatus.Completed) => OrchestrationStatus.Completed,
        nameof(OrchestrationRuntimeStatus.Failed) => OrchestrationStatus.Failed,
        nameof(OrchestrationRuntimeStatus.Terminated) or Canceled => OrchestrationStatus.Terminated,
        var unknown => throw new ArgumentOutOfRangeException(nameof(status), unknown, "A runtime status this version does not know."),
    };

    public static OrchestrationRuntimeStatus ToSdk(OrchestrationStatus status) => status switch
    {
        OrchestrationStatus.Pending => OrchestrationRuntimeStatus.Pending,
        OrchestrationStatus.Running => OrchestrationRuntimeStatus.Running,
        OrchestrationStatus.Suspended => OrchestrationRuntimeStatus.Suspended,
        OrchestrationStatus.Completed => OrchestrationRuntimeStatus.Completed,
        OrchestrationStatus.Failed => OrchestrationRuntimeStatus.Failed,
        OrchestrationStatus.Terminated => OrchestrationRuntimeStatus.Terminated,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>As the SDK takes them. Null means every status the SDK accepts for it.</summary>
    public static IReadOnlyList<string> Dedupe(IReadOnlyList<OrchestrationStatus>? statuses)
    {
        var names = (statuses ?? All).Select(status => ToSdk(status).ToString()).ToList();
        if (names.Contains(nameof(OrchestrationRuntimeStatus.Terminated))) names.Add(Canceled);
        return names;
    }

    /// <summary>Those of the statuses (null: all) that a purge may touch.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus> Finished(IReadOnlyList<OrchestrationStatus>? statuses) =>
        [.. (statuses ?? All).Where(status => status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated).Select(ToSdk)];
}
