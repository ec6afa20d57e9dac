using Fulfilment.DurableTask;
using Sdk = Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>What the SDK says of instances, in the port's words.</summary>
public static class Metadata
{
    public static OrchestrationMetadata FromSdk(Sdk.OrchestrationMetadata found) =>
        new(found.Name, found.InstanceId, Statuses.FromSdk(found.RuntimeStatus), found.CreatedAt, found.LastUpdatedAt)
        {
            SerializedInput = found.SerializedInput,
            SerializedOutput = found.SerializedOutput,
            SerializedCustomStatus = found.SerializedCustomStatus,
            FailureDetails = found.FailureDetails is { } failure ? Failures.FromSdk(failure) : null,
        };

    public static Sdk.OrchestrationQuery ToSdk(OrchestrationQuery query) => new(
        CreatedFrom: query.CreatedFrom, CreatedTo: query.CreatedTo, Statuses: query.Statuses?.Select(Statuses.ToSdk).ToList(), InstanceIdPrefix: query.InstanceIdPrefix,
        PageSize: query.PageSize, FetchInputsAndOutputs: query.FetchInputsAndOutputs, ContinuationToken: query.ContinuationToken);
}
