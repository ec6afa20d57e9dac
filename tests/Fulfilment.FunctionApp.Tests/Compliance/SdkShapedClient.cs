using Fulfilment.DurableTask;
using Grpc.Core;
using Sdk = Microsoft.DurableTask;
using SdkClient = Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Tests.Compliance;

/// <summary>The embedded engine's client in the shape of the SDK's, with the errors that the real one is known to give.</summary>
internal sealed class SdkShapedClient(IOrchestrationClient inner) : SdkClient.DurableTaskClient("embedded")
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        Sdk.TaskName orchestratorName, object? input = null, Sdk.StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        try
        {
            return await inner.ScheduleNewAsync(orchestratorName.Name, input, new StartOptions(options?.InstanceId, options?.StartAt, Dedupe(options)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            throw new global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException(e.Message);
        }
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        IfOpenAsync(instanceId, () => inner.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation));

    public override Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default) =>
        IfOpenAsync(instanceId, () => inner.TerminateAsync(instanceId, output, cancellation));

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        IfOpenAsync(instanceId, () => inner.SuspendAsync(instanceId, reason, cancellation));

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        IfOpenAsync(instanceId, () => inner.ResumeAsync(instanceId, reason, cancellation));

    public override async Task<SdkClient.OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await inner.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation) is { } found ? ToSdk(found) : null;

    public override Sdk.AsyncPageable<SdkClient.OrchestrationMetadata> GetAllInstancesAsync(SdkClient.OrchestrationQuery? filter = null) => new Pages(inner, filter!);

    public override Task<SdkClient.OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new InvalidOperationException("The adapter does not wait for starts.");

    public override async Task<SdkClient.OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        ToSdk(await inner.WaitForCompletionAsync(instanceId, getInputsAndOutputs, cancellation));

    public override async Task<SdkClient.PurgeResult> PurgeInstanceAsync(string instanceId, SdkClient.PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await inner.PurgeAsync(instanceId, cancellation));

    public override async Task<SdkClient.PurgeResult> PurgeAllInstancesAsync(
        SdkClient.PurgeInstancesFilter filter, SdkClient.PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await inner.PurgeAsync(new PurgeFilter(filter.CreatedFrom, filter.CreatedTo, filter.Statuses?.Select(FromSdk).ToList()), cancellation));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task IfOpenAsync(string instanceId, Func<Task> send)
    {
        if (await inner.GetInstanceAsync(instanceId) is null or { IsCompleted: true }) throw new RpcException(new Status(StatusCode.Unknown, "Exception was thrown by handler."));
        await send();
    }

    private static List<OrchestrationStatus>? Dedupe(Sdk.StartOrchestrationOptions? options) =>
        options?.DedupeStatuses?.Where(name => name != "Canceled").Select(Enum.Parse<OrchestrationStatus>).ToList();

    private static OrchestrationStatus FromSdk(SdkClient.OrchestrationRuntimeStatus status) => Enum.Parse<OrchestrationStatus>(status.ToString());

    private static SdkClient.OrchestrationMetadata ToSdk(OrchestrationMetadata found) => new(found.Name, found.InstanceId)
    {
        RuntimeStatus = Enum.Parse<SdkClient.OrchestrationRuntimeStatus>(found.Status.ToString()),
        CreatedAt = found.CreatedAt,
        LastUpdatedAt = found.LastUpdatedAt,
        SerializedInput = found.SerializedInput,
        SerializedOutput = found.SerializedOutput,
        SerializedCustomStatus = found.SerializedCustomStatus,
        FailureDetails = found.FailureDetails is { } failure ? SdkShapes.ToSdk(failure) : null,
    };

    private sealed class Pages(IOrchestrationClient inner, SdkClient.OrchestrationQuery filter) : Sdk.AsyncPageable<SdkClient.OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Sdk.Page<SdkClient.OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            var token = continuationToken;
            do
            {
                var page = await inner.QueryAsync(new OrchestrationQuery
                {
                    CreatedFrom = filter.CreatedFrom,
                    CreatedTo = filter.CreatedTo,
                    Statuses = filter.Statuses?.Select(FromSdk).ToList(),
                    InstanceIdPrefix = filter.InstanceIdPrefix,
                    PageSize = pageSizeHint ?? filter.PageSize,
                    FetchInputsAndOutputs = filter.FetchInputsAndOutputs,
                    ContinuationToken = token,
                });
                token = page.ContinuationToken;
                yield return new Sdk.Page<SdkClient.OrchestrationMetadata>([.. page.Items.Select(ToSdk)], token);
            } while (token is not null);
        }
    }
}
