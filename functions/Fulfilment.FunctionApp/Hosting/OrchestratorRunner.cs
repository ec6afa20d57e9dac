using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>Runs an orchestrator of the registry over the SDK's context. Nothing here waits for anything but the orchestrator itself.</summary>
public sealed class OrchestratorRunner(IServiceProvider services, TaskRegistry registry, PayloadLimit limit)
{
    public async Task<object?> RunAsync(Sdk.TaskOrchestrationContext context)
    {
        if (!registry.Orchestrators.TryGetValue(context.Name.Name, out var factory)) throw new InvalidOperationException($"There is no orchestrator '{context.Name.Name}'.");
        var output = await factory(services).RunAsync(new OrchestrationContextAdapter(context, limit));
        limit.Check($"The output of {context.InstanceId}", output);
        return output;
    }
}
