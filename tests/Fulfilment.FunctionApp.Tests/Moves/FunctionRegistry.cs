using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Tests.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Tests.Moves;

/// <summary>The trigger functions under their names, for an engine that calls them as the Functions host does.</summary>
internal static class FunctionRegistry
{
    public static TaskRegistry Of(OrderFunctions functions, DurableTaskClient client) => new TaskRegistry()
        .AddOrchestrator(OrderOrchestrator.Name, _ => new Orchestration(functions))
        .AddActivity(LoopNames.Publish, _ => new Shell<Publication, bool>((input, cancel) => functions.Publish(input, client, cancel)))
        .AddActivity(LoopNames.GatherFacts, _ => new Shell<FactsInput, Facts>((input, cancel) => functions.GatherFacts(input, client, cancel)))
        .AddActivity(LoopNames.Depart, _ => new Shell<DepartInput, bool>((input, cancel) => functions.Depart(input, client, cancel)));

    private sealed class Orchestration(OrderFunctions functions) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => functions.RunOrder(new SdkShapedContext(context));
    }

    /// <summary>Its writes are the function's own: nothing of them is in the engine's transaction, as on Azure.</summary>
    private sealed class Shell<TInput, TOutput>(Func<TInput, CancellationToken, Task<TOutput>> call) : Activity<TInput, TOutput>
    {
        public override Task<TOutput> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken) => call(input, cancellationToken);
    }
}
