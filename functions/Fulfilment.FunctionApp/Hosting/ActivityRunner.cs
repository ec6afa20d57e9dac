using Fulfilment.Azure.Batches;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>Runs an activity of the registry and then commits what it wrote. Who dies in between is run again, and every write is keyed.</summary>
public sealed class ActivityRunner(IServiceProvider services, TaskRegistry registry, AzureWriteBatches batches, PayloadLimit limit)
{
    /// <exception cref="InvalidOperationException">There is no such activity, or it takes or gives something else.</exception>
    public async Task<TOutput> RunAsync<TInput, TOutput>(string name, string instanceId, TInput input, CancellationToken cancellationToken)
    {
        if (!registry.Activities.TryGetValue(name, out var registration)) throw new InvalidOperationException($"There is no activity '{name}'.");
        var activity = registration.Factory(services);
        var batch = batches.Create();
        var output = await activity.RunAsync(new FunctionActivityContext(name, instanceId, batch), input, cancellationToken);
        // Before the commit: a result that cannot be handed over must not leave its writes behind.
        limit.Check($"The result of activity {name}", output);
        await batch.CommitAsync(cancellationToken);
        return (TOutput)output!;
    }

    private sealed class FunctionActivityContext(string name, string instanceId, IWriteBatch writes) : ActivityContext
    {
        public override string Name => name;
        public override string InstanceId => instanceId;
        public override IWriteBatch Writes => writes;
        public override int TaskId => throw NotTold(nameof(TaskId));
        public override int Attempt => throw NotTold(nameof(Attempt));

        private static NotSupportedException NotTold(string what) => new($"Azure Functions does not tell an activity its {what}.");
    }
}
