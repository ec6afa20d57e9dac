using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>Orders: their orchestrator and its activities, under the names that histories hold.</summary>
public sealed class OrderFunctions(Product product)
{
    [Function(OrderOrchestrator.Name)]
    public Task<object?> RunOrder([OrchestrationTrigger] TaskOrchestrationContext context) => product.Get<OrchestratorRunner>().RunAsync(context);

    [Function(LoopNames.Publish)]
    public Task<bool> Publish([ActivityTrigger] Publication input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<Publication, bool>(LoopNames.Publish, input.InstanceId, input, client, cancellationToken);

    [Function(LoopNames.GatherFacts)]
    public Task<Facts> GatherFacts([ActivityTrigger] FactsInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<FactsInput, Facts>(LoopNames.GatherFacts, input.InstanceId, input, client, cancellationToken);

    [Function(LoopNames.Depart)]
    public Task<bool> Depart([ActivityTrigger] DepartInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<DepartInput, bool>(LoopNames.Depart, input.InstanceId, input, client, cancellationToken);

    private async Task<TOutput> RunAsync<TInput, TOutput>(string name, string instanceId, TInput input, DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var invocation = product.Use(client);
        await product.PrepareAsync(cancellationToken);
        return await product.Get<ActivityRunner>().RunAsync<TInput, TOutput>(name, instanceId, input, cancellationToken);
    }
}
