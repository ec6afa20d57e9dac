using Fulfilment.DurableTask;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Replay.Tests.Broken;

/// <summary>Passes everything on; a fault overrides what it spoils.</summary>
internal abstract class AlteredContext(OrchestrationContext inner) : OrchestrationContext
{
    protected OrchestrationContext Inner { get; } = inner;

    public override string Name => Inner.Name;

    public override string InstanceId => Inner.InstanceId;

    public override string? ParentInstanceId => Inner.ParentInstanceId;

    public override DateTime CurrentUtcDateTime => Inner.CurrentUtcDateTime;

    public override bool IsReplaying => Inner.IsReplaying;

    public override T? GetInput<T>() where T : default => Inner.GetInput<T>();

    public override Guid NewGuid() => Inner.NewGuid();

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null) => Inner.CallActivityAsync<T>(name, input, options);

    public override Task<T> CallSubOrchestratorAsync<T>(string name, object? input = null, TaskOptions? options = null) => Inner.CallSubOrchestratorAsync<T>(name, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Inner.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellationToken = default) => Inner.WaitForExternalEvent<T>(name, cancellationToken);

    public override void SetCustomStatus(object? status) => Inner.SetCustomStatus(status);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => Inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override ILogger CreateReplaySafeLogger(string categoryName) => Inner.CreateReplaySafeLogger(categoryName);
}
