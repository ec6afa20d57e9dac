using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Replay.Tests.Broken;

namespace Fulfilment.Replay.Tests.Deciding;

/// <summary>Notes what the code asks for with its content, which a replay never compares.</summary>
internal sealed class Listening(OrchestrationContext inner, Action<string> note) : AlteredContext(inner)
{
    public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
    {
        foreach (var line in Projection.Of(input)) note(line);
        return base.CallActivityAsync<T>(name, input, options);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        note(FormattableString.Invariant($"timer {fireAt:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}"));
        return base.CreateTimer(fireAt, cancellationToken);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        note("continue as new");
        base.ContinueAsNew(newInput, preserveUnprocessedEvents);
    }

    /// <summary>The real orchestrator, listened to.</summary>
    public sealed class Orchestrator(IOrchestrator real, Action<string> note) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => real.RunAsync(new Listening(context, note));
    }
}
