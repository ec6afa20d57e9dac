using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Replay.Tests.Broken;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Faults.Tests.Deploys;

/// <summary>The order's code as a later version of the program might have it, on top of the real one.</summary>
internal static class NextCode
{
    public const string Audit = "Audit";
    public const string Archive = "Archive";

    /// <summary>The first rules that audit.</summary>
    public const int AuditingRules = RulesVersions.Current + 1;

    /// <summary>Audits under newer rules only, and archives what has ended: nothing that has run is changed.</summary>
    public static TaskRegistry Compatible() => Registry(context => new Auditing(context, publication => publication.View.Plan.RulesVersion >= AuditingRules), archives: true);

    /// <summary>Audits express orders whatever rules they were started under: those that are past that step cannot be replayed.</summary>
    public static TaskRegistry Incompatible() => Registry(context => new Auditing(context, publication => publication.View.Shipping?.Code == DeployedOrders.Express), archives: false);

    private static TaskRegistry Registry(Func<OrchestrationContext, OrchestrationContext> alter, bool archives) => new TaskRegistry()
        .AddOrchestrator(OrderOrchestrator.Name, _ => new Altered(alter, archives))
        .AddActivity(LoopNames.Publish, services => services.GetRequiredService<PublishActivity>())
        .AddActivity(LoopNames.GatherFacts, services => services.GetRequiredService<GatherFactsActivity>())
        .AddActivity(Audit, _ => new Nothing())
        .AddActivity(Archive, _ => new Nothing());

    private sealed class Altered(Func<OrchestrationContext, OrchestrationContext> alter, bool archives) : IOrchestrator
    {
        public async Task<object?> RunAsync(OrchestrationContext context)
        {
            var status = await new OrderOrchestrator().RunAsync(alter(context));
            // Null: it goes on as a new execution.
            if (archives && status is not null) await context.CallActivityAsync<bool>(Archive);
            return status;
        }
    }

    /// <summary>One step more before the second publication.</summary>
    private sealed class Auditing(OrchestrationContext inner, Func<Publication, bool> when) : AlteredContext(inner)
    {
        private int _publications;

        public override async Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
        {
            if (input is Publication publication && ++_publications == 2 && when(publication)) await Inner.CallActivityAsync<bool>(Audit);
            return await Inner.CallActivityAsync<T>(name, input, options);
        }
    }

    private sealed class Nothing : Activity<object?, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
