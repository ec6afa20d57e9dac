using Fulfilment.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Compliance;

/// <summary>The embedded engine's context in the shape of the SDK's, so that the adapter over it meets a real engine.</summary>
internal sealed class SdkShapedContext(OrchestrationContext inner) : Sdk.TaskOrchestrationContext
{
    public override Sdk.TaskName Name => inner.Name;
    public override string InstanceId => inner.InstanceId;
    public override Sdk.ParentOrchestrationInstance? Parent => inner.ParentInstanceId is { } id ? new Sdk.ParentOrchestrationInstance("parent", id) : null;
    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;
    public override bool IsReplaying => inner.IsReplaying;
    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T? GetInput<T>() where T : default => inner.GetInput<T>();

    public override Guid NewGuid() => inner.NewGuid();

    public override Task<TResult> CallActivityAsync<TResult>(Sdk.TaskName name, object? input = null, Sdk.TaskOptions? options = null) =>
        SdkShapes.ThrowSdkAsync(inner.CallActivityAsync<TResult>(name.Name, input, SdkShapes.FromSdk(options)));

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(Sdk.TaskName orchestratorName, object? input = null, Sdk.TaskOptions? options = null) =>
        SdkShapes.ThrowSdkAsync(inner.CallSubOrchestratorAsync<TResult>(orchestratorName.Name, input, SdkShapes.FromSdk(options)));

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => inner.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => inner.WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new InvalidOperationException("The port does not send events from orchestrators.");

    public override void SetCustomStatus(object? customStatus) => inner.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override ILogger CreateReplaySafeLogger(string categoryName) => inner.CreateReplaySafeLogger(categoryName);
}
