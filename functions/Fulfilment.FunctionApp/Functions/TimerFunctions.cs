using Fulfilment.Azure;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>What no request and no message sets off.</summary>
public sealed partial class TimerFunctions(Product product, ILogger<TimerFunctions> logger)
{
    /// <summary>
    /// Ended instances are kept this long after they were created, since the SDK filters by nothing else (the embedded engine
    /// counts from their end); their orders' rows stay for good.
    /// </summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(120);

    /// <summary>Nightly. Failed instances stay: staff still have to look at them.</summary>
    [Function("Purge")]
    public async Task Purge([TimerTrigger("0 17 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var until = product.Get<TimeProvider>().GetUtcNow() - Retention;
        var filter = new PurgeFilter(CreatedTo: until, Statuses: [OrchestrationStatus.Completed, OrchestrationStatus.Terminated]);
        Purged(logger, await new OrchestrationClientAdapter(client).PurgeAsync(filter, cancellationToken), until);
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

    [LoggerMessage(EventId = 4202, EventName = "Purged", Level = LogLevel.Information, Message = "Purged {Count} ended instances created before {Until}.")]
    private static partial void Purged(ILogger logger, int count, DateTimeOffset until);
}
