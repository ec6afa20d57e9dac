using Fulfilment.Azure;
using Fulfilment.Azure.Retention;
using Fulfilment.FunctionApp.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>What no request and no message sets off.</summary>
public sealed class TimerFunctions(Product product)
{
    /// <summary>Of the five minutes that host.json gives a function. The page that was begun has the rest: up to 20 scans of some seconds each, and a hundred removals.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMinutes(2);

    /// <summary>Five times a night, so that a large shop's day goes in a night; each goes on where the one before ran out of time.</summary>
    [Function("Purge")]
    public async Task Purge([TimerTrigger("0 17 1-5 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var invocation = product.Use(client);
        await product.PrepareAsync(cancellationToken);
        await product.Get<AzureRetention>().PurgeAsync(product.Get<TimeProvider>().GetUtcNow() - product.Retention, Budget, cancellationToken);
    }

    /// <summary>Work that a dead process wrote down and did not finish, and a line for the alert rules about what stands.</summary>
    [Function("Maintenance")]
    public async Task Maintenance([TimerTrigger("0 */2 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var invocation = product.Use(client);
        await product.PrepareAsync(cancellationToken);
        // First, so that what cannot be finished does not hide what stands.
        await product.Get<StandingReport>().WriteAsync(cancellationToken);
        await product.Get<AzureMaintenance>().RunAsync(cancellationToken);
    }
}
