using Fulfilment.DurableTask;

namespace Fulfilment.Web.Tests.World;

/// <summary>A task hub whose orders have all ended and been purged.</summary>
public sealed class NoInstances : IOrchestrationClient
{
    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) => Task.FromResult<OrchestrationMetadata?>(null);

    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default) => Task.FromResult(new OrchestrationPage([], null));

    public Task<string> ScheduleNewAsync(string orchestratorName, object? input = null, StartOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task TerminateAsync(string instanceId, object? output = null, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<OrchestrationMetadata> WaitForCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<int> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<int> PurgeAsync(PurgeFilter filter, CancellationToken cancellationToken = default) => throw NotUsed();
    public Task<IReadOnlyList<HistoryEntry>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken = default) => throw NotUsed();

    private static InvalidOperationException NotUsed() => new("The HTTP surface needs no instance.");
}
