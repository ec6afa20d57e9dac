using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Api;

/// <summary>Hands a command to its order and waits a while for the receipt: the one way of API, customer pages and staff pages.</summary>
internal sealed class CommandSender(ICommandChannel channel, IReceiptStore receipts, WebOptions options)
{
    /// <summary>An order keeps what it was told, several times over, and a payload has a limit: what would fill it is refused here.</summary>
    private const int MaxBytes = 64 * 1024;
    private const int LongestText = 2_000;

    /// <returns>The receipt; null when the order has not decided within the waiting time. The command is durable either way.</returns>
    /// <exception cref="ProblemException">400 or 413 for a text or a command that is too long, 404 for an unknown order, 409 when the id was used with another body, or the order lives on another host.</exception>
    public async Task<Receipt?> SendAsync(string orderId, ReadCommand read, CancellationToken cancellationToken)
    {
        RefuseLong(read.Command);
        var id = read.Command.CommandId;
        return await channel.SubmitAsync(orderId, read.Command, read.BodyHash, cancellationToken) switch
        {
            Submission.Accepted or Submission.Repeated => await receipts.WaitAsync(orderId, id, options.ReceiptWait, cancellationToken),
            Submission.Closed closed => closed.Receipt,
            Submission.Moved moved => throw Parameters.MovedOrder(orderId, moved.Since),
            Submission.UnknownOrder => throw Parameters.UnknownOrder(orderId),
            Submission.Conflict => throw new ProblemException(ProblemKinds.CommandConflict, $"Command '{id}' of order '{orderId}' was sent before with another body.", "commandId"),
            var other => throw new InvalidOperationException($"Unknown submission {other.GetType().Name}."),
        };
    }

    private static void RefuseLong(OrderCommand command)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(command, DomainJson.Options);
        if (json.Length > MaxBytes) throw new ProblemException(ProblemKinds.TooLarge, $"A command may have {MaxBytes} bytes.");
        if (JsonTexts.FindLonger(JsonElement.Parse(json), LongestText) is { } path) throw WireJson.Malformed(path, $"A text has at most {LongestText} characters.");
    }
}
