using Fulfilment.Azure.Intake;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>Messages are keys: what they stand for lies in tables. A failure leaves the message to the queue, which gives it again.</summary>
public sealed class QueueFunctions(Product product)
{
    [Function("Intake")]
    public Task Intake([QueueTrigger(QueueNames.Intake, Connection = AzureSettings.Connection)] string key, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(client, () => product.Get<IntakeProcessor>().ProcessAsync(key, cancellationToken), cancellationToken);

    [Function("Outbox")]
    public Task Outbox([QueueTrigger(QueueNames.Outbox, Connection = AzureSettings.Connection)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var lane = OutboxLane.Parse(message);
        return RunAsync(client, () => product.Get<OutboxProcessor>().ProcessAsync(lane, cancellationToken), cancellationToken);
    }

    [Function("WmsSteps")]
    public Task WmsSteps([QueueTrigger(QueueNames.WmsSteps, Connection = AzureSettings.Connection)] string step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(client, () => product.Get<WmsSteps>().ProcessAsync(step, cancellationToken), cancellationToken);

    private async Task RunAsync(DurableTaskClient client, Func<Task> work, CancellationToken cancellationToken)
    {
        using var invocation = product.Use(client);
        await product.PrepareAsync(cancellationToken);
        await work();
    }
}
