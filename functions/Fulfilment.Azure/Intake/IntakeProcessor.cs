using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Azure.Intake;

/// <summary>Does what a stored delivery asks for: starts the order or raises a command to it. Repeatable.</summary>
public sealed class IntakeProcessor
{
    private readonly DeliveryRows _rows;
    private readonly OrderInstances _instances;

    internal IntakeProcessor(DeliveryRows rows, OrderInstances instances)
    {
        _rows = rows;
        _instances = instances;
    }

    /// <param name="key">The message of queue <see cref="QueueNames.Intake"/>.</param>
    /// <exception cref="KeyNotFoundException">No such delivery: the message belongs to the poison queue.</exception>
    public async Task ProcessAsync(string key, CancellationToken cancellationToken = default)
    {
        var row = await _rows.FindAsync(TableKey.Escape(key), cancellationToken) ?? throw new KeyNotFoundException($"There is no delivery '{key}'.");
        if (row.Flag(DeliveryRows.Done)) return;
        var orderId = row.Text("OrderId") ?? throw new InvalidDataException($"Delivery {key} asks for nothing.");
        await ActAsync(row, orderId, await _rows.CommandAsync(row, cancellationToken), cancellationToken);
        await _rows.UpdateAsync(key, edit =>
        {
            edit[DeliveryRows.Done] = true;
            return [];
        }, cancellationToken);
    }

    /// <summary>An order that has ended hears nothing more; the delivery stays on record.</summary>
    private async Task ActAsync(TableEntity row, string orderId, OrderCommand command, CancellationToken cancellationToken)
    {
        if (command is not OrderCommand.Place place)
        {
            await _instances.RaiseAsync(orderId, command, cancellationToken);
            return;
        }

        // Registered by the inbox; again here, since a message may be older than the registry's row on a restored account.
        if (await _instances.RegisterAsync(orderId, row.PartitionKey, cancellationToken) == row.PartitionKey)
        {
            await _instances.StartAsync(place, orderId, cancellationToken);
            return;
        }

        var delivery = await _rows.DeliveryAsync(row, cancellationToken);
        var change = new OrderCommand.StorefrontChanged(place.Order)
        {
            CommandId = delivery.CommandId,
            Actor = new Actor(ActorKind.Storefront, delivery.Source),
            At = place.At,
        };
        await _instances.RaiseAsync(orderId, change, cancellationToken);
    }
}
