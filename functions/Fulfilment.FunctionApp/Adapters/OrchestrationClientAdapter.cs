using Fulfilment.DurableTask;
using Grpc.Core;
using CoreAlreadyExists = global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;
using Sdk = Microsoft.DurableTask;
using SdkClient = Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>The client port over the official SDK's client.</summary>
/// <param name="delayedStarts">
/// Whether the client behind it keeps <see cref="StartOptions.StartAt"/>. The Functions extension ignores it, and an order
/// started too early would be wrong without a sign, so a delayed start is refused unless this is true.
/// </param>
/// <param name="limit">Of payloads; null: that of the Azure Storage backend.</param>
public sealed class OrchestrationClientAdapter(SdkClient.DurableTaskClient inner, bool delayedStarts = false, PayloadLimit? limit = null) : IOrchestrationClient
{
    /// <summary>Of the SDK's pages in one of the port's: where little is found, the scan of a large hub would outlast the function.</summary>
    private const int MostPages = 20;

    private readonly PayloadLimit _limit = limit ?? PayloadLimit.AzureStorage;

    public async Task<string> ScheduleNewAsync(string orchestratorName, object? input = null, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.StartAt is not null && !delayedStarts)
            throw new NotSupportedException("Azure Functions ignores a delayed start: start at once and wait on a timer inside.");
        _limit.Check($"The input of orchestrator {orchestratorName}", input);
        if (options?.InstanceId is { } id) await RefuseExistingAsync(id, options.DedupeStatuses, cancellationToken);
        // A status that is left out permits replacement, which ends the running instance.
        var start = new Sdk.StartOrchestrationOptions(options?.InstanceId, options?.StartAt) { DedupeStatuses = Statuses.Dedupe(options?.DedupeStatuses) };
        try
        {
            return await inner.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, start, cancellationToken);
        }
        catch (CoreAlreadyExists)
        {
            throw new OrchestrationAlreadyExistsException(options?.InstanceId ?? "");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            throw new OrchestrationAlreadyExistsException(options?.InstanceId ?? "");
        }
    }

    public async Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default)
    {
        _limit.Check($"Event {eventName} for {instanceId}", payload);
        await IgnoreAbsentAsync(instanceId, () => inner.RaiseEventAsync(instanceId, eventName, payload, cancellationToken), cancellationToken);
    }

    public Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        IgnoreAbsentAsync(instanceId, () => inner.SuspendInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    public Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        IgnoreAbsentAsync(instanceId, () => inner.ResumeInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    public async Task TerminateAsync(string instanceId, object? output = null, CancellationToken cancellationToken = default)
    {
        _limit.Check($"The output of {instanceId}", output);
        await IgnoreAbsentAsync(instanceId, () => inner.TerminateInstanceAsync(instanceId, output, cancellationToken), cancellationToken);
    }

    public async Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default) =>
        await inner.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellationToken) is { } found ? Metadata.FromSdk(found) : null;

    /// <summary>
    /// The SDK's pages may be short or empty and still have one after them: Azure Storage filters what it read. So pages are asked for until there are as many
    /// as were wanted; never for more than are lacking, since a token stands behind a whole page. After <see cref="MostPages"/> of them this page is short, or empty, and has a next one too.
    /// </summary>
    public async Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default)
    {
        var items = new List<OrchestrationMetadata>();
        var token = query.ContinuationToken;
        var pages = 0;
        do
        {
            var asked = query with { PageSize = query.PageSize - items.Count, ContinuationToken = token };
            var page = await FirstPageAsync(inner.GetAllInstancesAsync(Metadata.ToSdk(asked)).AsPages(token, asked.PageSize), cancellationToken);
            items.AddRange(page?.Values.Select(Metadata.FromSdk) ?? []);
            token = string.IsNullOrEmpty(page?.ContinuationToken) ? null : page.ContinuationToken;
        } while (token is not null && items.Count < query.PageSize && ++pages < MostPages);

        return new OrchestrationPage([.. items.OrderBy(item => item.InstanceId, StringComparer.Ordinal)], token);
    }

    private static async Task<Sdk.Page<SdkClient.OrchestrationMetadata>?> FirstPageAsync(IAsyncEnumerable<Sdk.Page<SdkClient.OrchestrationMetadata>> pages, CancellationToken cancellationToken)
    {
        await foreach (var page in pages.WithCancellation(cancellationToken)) return page;
        return null;
    }

    public async Task<OrchestrationMetadata> WaitForCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default)
    {
        // The SDK waits for an unknown instance without end.
        if (await GetInstanceAsync(instanceId, false, cancellationToken) is null) throw new InstanceNotFoundException(instanceId);
        return Metadata.FromSdk(await inner.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellationToken));
    }

    public async Task<int> PurgeAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        // Azure Storage purges a named instance in any status, also a running one.
        var instance = await GetInstanceAsync(instanceId, false, cancellationToken);
        if (instance is not { IsCompleted: true }) return 0;
        return (await inner.PurgeInstanceAsync(instanceId, null, cancellationToken)).PurgedInstanceCount;
    }

    public async Task<int> PurgeAsync(PurgeFilter filter, CancellationToken cancellationToken = default)
    {
        var statuses = Statuses.Finished(filter.Statuses);
        if (statuses.Count == 0) return 0;
        if (filter.CompletedTo is not null) throw new NotSupportedException("The Durable Task SDK purges by creation time only: use CreatedTo.");
        var mapped = new SdkClient.PurgeInstancesFilter(filter.CreatedFrom, filter.CreatedTo, statuses);
        return (await inner.PurgeAllInstancesAsync(mapped, null, cancellationToken)).PurgedInstanceCount;
    }

    public Task<IReadOnlyList<HistoryEntry>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The Functions extension does not hand out histories; see the task hub's history table.");

    /// <summary>
    /// The statuses go with the start too, but some versions of the host's listener do not look at them and would end a running instance and start it anew. Who
    /// starts between this look and the start is still held off where the listener looks.
    /// </summary>
    private async Task RefuseExistingAsync(string instanceId, IReadOnlyList<OrchestrationStatus>? dedupe, CancellationToken cancellationToken)
    {
        if (await GetInstanceAsync(instanceId, false, cancellationToken) is { } existing && dedupe?.Contains(existing.Status) != false)
            throw new OrchestrationAlreadyExistsException(instanceId);
    }

    /// <summary>The port drops what is sent to unknown and finished instances; the host answers it with an error, and its code depends on the backend.</summary>
    private async Task IgnoreAbsentAsync(string instanceId, Func<Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // Absent, says the host itself.
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.FailedPrecondition or StatusCode.Unknown or StatusCode.Internal or StatusCode.InvalidArgument)
        {
            if (await GetInstanceAsync(instanceId, false, cancellationToken) is null or { IsCompleted: true }) return;
            throw;
        }
    }
}
