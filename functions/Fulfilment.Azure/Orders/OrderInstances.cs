using Fulfilment.Azure.Intake;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;

namespace Fulfilment.Azure.Orders;

/// <summary>
/// Orders as instances. The registry row is written once for an order id and never deleted: only its insert starts an order. The
/// instance itself is started later, from the queue; whoever needs it earlier starts it, which is safe to do twice.
/// </summary>
internal sealed class OrderInstances(AzureTables tables, DeliveryRows deliveries, IOrchestrationClient client, TimeProvider clock)
{
    /// <returns>The delivery that owns the order id: this one, or an earlier one.</returns>
    public async Task<string> RegisterAsync(string orderId, string delivery, CancellationToken cancellationToken)
    {
        var row = new TableEntity(InstanceRows.Partition(orderId), InstanceRows.Registry) { ["OrderId"] = orderId, ["Delivery"] = delivery };
        row.SetTime("RegisteredAt", clock.GetUtcNow());
        if (await tables.Instances.InsertAsync(row, cancellationToken)) return delivery;
        return await OwnerAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"The registry row of {orderId} has gone.");
    }

    /// <summary>Null when the id was never used.</summary>
    public async Task<string?> OwnerAsync(string orderId, CancellationToken cancellationToken) => (await RegistryAsync(orderId, cancellationToken))?.Text("Delivery");

    /// <summary>Null when the id was never used.</summary>
    public Task<TableEntity?> RegistryAsync(string orderId, CancellationToken cancellationToken) =>
        tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Registry, cancellationToken);

    public async Task StartAsync(OrderCommand.Place place, string orderId, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewAsync(OrderOrchestrator.Name, OrderOrchestrator.Start(place), new StartOptions(orderId), cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Started before; also when it has ended since. A purged one cannot come here: its delivery is done.
        }
    }

    /// <summary>Raises the command to the order's instance, starting it first when the queue has not come to it yet.</summary>
    /// <returns>False when the instance has ended.</returns>
    public async Task<bool> RaiseAsync(string orderId, OrderCommand command, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(orderId, cancellationToken)) return false;
        await SendAsync(orderId, command, cancellationToken);
        return true;
    }

    /// <summary>Raises the command to an instance that has just been seen to be open.</summary>
    public Task SendAsync(string orderId, OrderCommand command, CancellationToken cancellationToken) =>
        client.RaiseEventAsync(orderId, LoopNames.CommandEvent, CommandPayload.Of(command), cancellationToken);

    /// <summary>Whether the order's instance takes commands. Starts it when it is registered and not there yet.</summary>
    public async Task<bool> IsOpenAsync(string orderId, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(orderId, false, cancellationToken) is { } instance) return !instance.IsCompleted;
        if (await OwnerAsync(orderId, cancellationToken) is not { } owner) return false;
        // Purged instances are gone for good; their delivery says that it was acted on.
        if (await deliveries.FindAsync(owner, cancellationToken) is not { } delivery || delivery.Flag(DeliveryRows.Done)) return false;
        await StartAsync(await deliveries.PlaceAsync(delivery, cancellationToken), orderId, cancellationToken);
        return true;
    }
}
