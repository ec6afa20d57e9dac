using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Replay.Tests.Broken;

/// <summary>The mistakes that a change to an orchestrator can make, put on top of the real one.</summary>
internal static class Faults
{
    /// <summary>An activity bears another name.</summary>
    public sealed class Renamed(OrchestrationContext inner) : AlteredContext(inner)
    {
        public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null) =>
            base.CallActivityAsync<T>(name == LoopNames.Publish ? "PublishAll" : name, input, options);
    }

    /// <summary>An activity is called before the second publication that was not called before.</summary>
    public sealed class ExtraStep(OrchestrationContext inner) : AlteredContext(inner)
    {
        private int _publications;

        public override async Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
        {
            if (name == LoopNames.Publish && ++_publications == 2) await Inner.CallActivityAsync<object?>("Audit");
            return await Inner.CallActivityAsync<T>(name, input, options);
        }
    }

    /// <summary>The alarm is set before the first publication instead of after it.</summary>
    public sealed class OtherOrder(OrchestrationContext inner) : AlteredContext(inner)
    {
        private Task? _early;

        public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
        {
            _early ??= Inner.CreateTimer(CurrentUtcDateTime.AddHours(1), CancellationToken.None);
            return base.CallActivityAsync<T>(name, input, options);
        }

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            var early = _early;
            _early = Task.CompletedTask;
            return early is { IsCompleted: false } ? early : base.CreateTimer(fireAt, cancellationToken);
        }
    }

    /// <summary>A publication is left out.</summary>
    public sealed class MissingStep(OrchestrationContext inner) : AlteredContext(inner)
    {
        private int _publications;

        public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null) =>
            name == LoopNames.Publish && ++_publications == 2 ? Task.FromResult<T>(default!) : base.CallActivityAsync<T>(name, input, options);
    }

    /// <summary>An execution ends earlier than it did.</summary>
    public sealed class EndsEarly(OrchestrationContext inner) : AlteredContext(inner)
    {
        public override Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("no more waiting");
    }

    /// <summary>The branch of an older rules version was tidied away: every order is decided by the newest rules.</summary>
    public sealed class NewestRules(OrchestrationContext inner) : AlteredContext(inner)
    {
        public override T? GetInput<T>() where T : default => base.GetInput<T>() switch
        {
            LoopInput<OrderState, OrderCommand> { First: OrderCommand.Place place } input => (T)(object)(input with { First = place with { RulesVersion = RulesVersions.Current } }),
            var other => other,
        };
    }

    /// <summary>The real orchestrator behind a fault.</summary>
    public sealed class Orchestrator(IOrchestrator real, Func<OrchestrationContext, OrchestrationContext> fault) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => real.RunAsync(fault(context));
    }
}
