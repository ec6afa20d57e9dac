using Fulfilment.FunctionApp.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>Looks after what the queue functions gave up. By a timer and not by triggers, see <see cref="PoisonQueues"/>.</summary>
public sealed class PoisonFunctions(Product product)
{
    [Function("Poison")]
    public async Task Poison([TimerTrigger("30 */2 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var invocation = product.Use(client);
        // Not prepared first: while the tables are away, messages still go back to their queues.
        await product.Get<PoisonDesk>().ClearAsync(cancellationToken);
    }
}
