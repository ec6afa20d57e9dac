using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Transfer;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Intake;

/// <summary>Does what a stored delivery asks for: starts the order or raises a command to it. Repeatable.</summary>
public sealed class IntakeProcessor
{
    private readonly DeliveryRows _rows;
    private readonly OrderInstances _instances;
    private readonly DeliveryParking _parking;

    internal IntakeProcessor(DeliveryRows rows, OrderInstances instances, DeliveryParking parking)
    {
        _rows = rows;
        _instances = instances;
        _parking = parking;
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
            await RaiseAsync(row, orderId, command, cancellationToken);
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
        await RaiseAsync(row, orderId, change, cancellationToken);
    }

    /// <summary>
    /// An order that left while the message was in the queue may have missed the command: the delivery is kept, and moves with the next export. It
    /// is looked for afterwards, since the order may leave between any look and the raising; one that heard it after all drops the repeat by its id.
    /// </summary>
    private async Task RaiseAsync(TableEntity row, string orderId, OrderCommand command, CancellationToken cancellationToken)
    {
        await _instances.RaiseAsync(orderId, command, cancellationToken);
        if (await _instances.RegistryAsync(orderId, cancellationToken) is not { } registered || MoveRows.ElsewhereSince(registered) is not { } since) return;
        var answer = new IntakeAnswer(IntakeOutcome.Parked, orderId, Path: "$", Detail: IntakeReasons.Moved(orderId, since));
        await _parking.ParkAsync(row.PartitionKey, row.Text("Store")!, answer, cancellationToken, again: true);
    }
}
