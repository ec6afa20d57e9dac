using Fulfilment.DurableTask;
using DurableTaskClient = Microsoft.DurableTask.Client.DurableTaskClient;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>
/// The client of the invocation that is running. The Functions host hands a client to each function and to nothing else, while
/// the stores want one from the container: a function names its client for as long as it runs.
/// </summary>
public sealed class InvocationClient : IOrchestrationClient
{
    private static readonly AsyncLocal<IOrchestrationClient?> Current = new();

    public static IDisposable Use(DurableTaskClient client, PayloadLimit limit)
    {
        var before = Current.Value;
        Current.Value = new OrchestrationClientAdapter(client, limit: limit);
        return new Restore(before);
    }

    private static IOrchestrationClient Client => Current.Value ?? throw new InvalidOperationException("No function is running that has a durable client.");

    public Task<string> ScheduleNewAsync(string orchestratorName, object? input = null, StartOptions? options = null, CancellationToken cancellationToken = default) =>
        Client.ScheduleNewAsync(orchestratorName, input, options, cancellationToken);

    public Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default) =>
        Client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);

    public Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) => Client.SuspendAsync(instanceId, reason, cancellationToken);

    public Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) => Client.ResumeAsync(instanceId, reason, cancellationToken);

    public Task TerminateAsync(string instanceId, object? output = null, CancellationToken cancellationToken = default) => Client.TerminateAsync(instanceId, output, cancellationToken);

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) =>
        Client.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellationToken);

    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default) => Client.QueryAsync(query, cancellationToken);

    public Task<OrchestrationMetadata> WaitForCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) =>
        Client.WaitForCompletionAsync(instanceId, getInputsAndOutputs, cancellationToken);

    public Task<int> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) => Client.PurgeAsync(instanceId, cancellationToken);

    public Task<int> PurgeAsync(PurgeFilter filter, CancellationToken cancellationToken = default) => Client.PurgeAsync(filter, cancellationToken);

    public Task<IReadOnlyList<HistoryEntry>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken = default) => Client.GetHistoryAsync(instanceId, cancellationToken);

    private sealed class Restore(IOrchestrationClient? before) : IDisposable
    {
        public void Dispose() => Current.Value = before;
    }
}
