using System.Text.Json;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Azure.Orders;

/// <summary>Commands ever accepted for an order. A wire format.</summary>
internal static class CommandRows
{
    public static TableEntity Of(string orderId, OrderCommand command, string? bodyHash, DateTimeOffset at)
    {
        var row = new TableEntity(InstanceRows.Partition(orderId), InstanceRows.Command(command.CommandId))
        {
            ["BodyHash"] = bodyHash,
            // What a refusal has to say, should the order end before it takes the command up.
            ["CommandId"] = command.CommandId,
            ["Type"] = command.GetType().Name,
            ["Actor"] = JsonSerializer.Serialize(command.Actor, DomainJson.Options),
        };
        row.SetTime("AcceptedAt", at);
        return row;
    }

    public static Receipt Refusal(TableEntity row, OrderView view, DateTimeOffset at) => new(
        row.Text("CommandId")!, row.Text("Type")!, JsonSerializer.Deserialize<Actor>(row.Text("Actor")!, DomainJson.Options)!, at, Outcome.Rejected, view.Version, [])
    {
        Reason = new Refusal.OrderClosed(view.Status),
    };
}
