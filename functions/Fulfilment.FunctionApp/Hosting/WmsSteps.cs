using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>A warehouse step as a message, for systems that write to a queue. A wire format.</summary>
/// <param name="MessageId">The sender's own, unique per order: a repeat is one step.</param>
/// <param name="At">When the step was done; null: when the message is read.</param>
public sealed record WmsStepMessage(string OrderId, string MessageId, WarehouseStep Step, int Shipment = 1, string? Operator = null, DateTimeOffset? At = null, string? Note = null);

/// <summary>Takes steps from the queue to their orders.</summary>
public sealed class WmsSteps(ICommandChannel channel, TimeProvider clock)
{
    /// <exception cref="FormatException">No such message.</exception>
    /// <exception cref="KeyNotFoundException">No such order: perhaps not yet, so the queue tries again.</exception>
    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var report = Parse(message);
        var command = new OrderCommand.StepReported(report.Shipment, report.Step, report.Operator, report.Note)
        {
            CommandId = report.MessageId, Actor = new Actor(ActorKind.Wms, "wms queue"), At = report.At ?? clock.GetUtcNow(),
        };
        var submission = await channel.SubmitAsync(report.OrderId, command, cancellationToken: cancellationToken);
        if (submission is Submission.UnknownOrder) throw new KeyNotFoundException($"There is no order '{report.OrderId}'.");
    }

    /// <exception cref="FormatException">No such message.</exception>
    public static WmsStepMessage Parse(string message)
    {
        try
        {
            var report = JsonSerializer.Deserialize<WmsStepMessage>(message, DomainJson.Options);
            if (report is { OrderId.Length: > 0, MessageId.Length: > 0 and <= 100, Shipment: >= 1 } && !CommandIds.IsInternal(report.MessageId)) return report;
        }
        catch (JsonException e)
        {
            throw new FormatException($"Not a warehouse step: {e.Message}", e);
        }

        throw new FormatException("A warehouse step needs orderId, messageId (at most 100 characters, not beginning with '~') and a shipment from 1.");
    }
}
