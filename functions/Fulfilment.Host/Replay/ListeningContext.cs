using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Host.Replay;

/// <summary>Passes everything on, and keeps what the code publishes: a replay compares steps, never their content.</summary>
internal sealed class ListeningContext(OrchestrationContext inner, List<Publication> heard) : OrchestrationContext
{
    public override string Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override string? ParentInstanceId => inner.ParentInstanceId;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override T? GetInput<T>() where T : default => inner.GetInput<T>();

    public override Guid NewGuid() => inner.NewGuid();

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
    {
        if (input is Publication publication) heard.Add(publication);
        return inner.CallActivityAsync<T>(name, input, options);
    }

    public override Task<T> CallSubOrchestratorAsync<T>(string name, object? input = null, TaskOptions? options = null) => inner.CallSubOrchestratorAsync<T>(name, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => inner.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellationToken = default) => inner.WaitForExternalEvent<T>(name, cancellationToken);

    public override void SetCustomStatus(object? status) => inner.SetCustomStatus(status);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override ILogger CreateReplaySafeLogger(string categoryName) => inner.CreateReplaySafeLogger(categoryName);

    /// <summary>An orchestrator that is listened to.</summary>
    public sealed class Orchestrator(IOrchestrator real, List<Publication> heard) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => real.RunAsync(new ListeningContext(context, heard));
    }
}
