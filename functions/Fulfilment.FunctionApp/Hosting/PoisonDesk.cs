using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>
/// What becomes of messages that failed too often. They go back to their queue with a long delay, since what they stand for still wants doing and the failure may
/// be the tables', not theirs; only what can never be read ends here, whole in an alert. Staff have one open alert for the same message, and a new one when it
/// fails again after theirs was resolved.
/// </summary>
public sealed partial class PoisonDesk(IPoisonQueues poison, IMessageQueues queues, AzureTables tables, AzureWriteBatches batches, IStaffAlerts alerts, TimeProvider clock, ILogger<PoisonDesk> logger)
{
    public const string AlertCode = "PoisonMessage";

    /// <summary>As JSON in a table's column of 32,768 characters, with room for the alert's other fields.</summary>
    private const int MaxTextAsJson = 28_000;
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(30);

    /// <summary>Everything that lies in the poison queues. A message that cannot be dealt with stays there for the next run.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in PoisonQueues.Queues)
        {
            while (await poison.ReceiveAsync(queue, cancellationToken) is { Count: > 0 } messages)
                foreach (var message in messages) await HandleAsync(message, cancellationToken);
        }
    }

    private async Task HandleAsync(PoisonMessage message, CancellationToken cancellationToken)
    {
        Poisoned(logger, message.Queue, message.Text);
        var fault = Fault(message);
        try
        {
            // First what must not be lost: a repeat of a key or a step does nothing, an alert can wait.
            if (fault is null) await queues.SendAsync(message.Queue, message.Text, Later, cancellationToken);
            if (await AlertAsync(message, fault, cancellationToken) || fault is null) await poison.DeleteAsync(message, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Kept(logger, e, message.Queue, message.MessageId);
        }
    }

    /// <summary>Why no later try can do better; null: one may.</summary>
    private static string? Fault(PoisonMessage message)
    {
        if (!message.IsEncoded) return "it is not base64, as every message must be (messageEncoding in host.json)";
        try
        {
            if (message.Queue == QueueNames.Outbox) _ = OutboxLane.Parse(message.Text);
            if (message.Queue == QueueNames.WmsSteps) _ = WmsSteps.Parse(message.Text);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <returns>False when it could not be recorded; it is in the log then, and so is the message.</returns>
    private async Task<bool> AlertAsync(PoisonMessage message, string? fault, CancellationToken cancellationToken)
    {
        try
        {
            await tables.EnsureCreatedAsync(cancellationToken);
            var same = $"poison/{message.Queue}/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(message.Text)))[..24]}/";
            if (fault is null && await IsOpenAsync(same, cancellationToken)) return true;
            var batch = batches.Create();
            alerts.Raise(batch, new StaffAlert(same + message.MessageId, "", "", AlertCode, Text(message, fault), clock.GetUtcNow()));
            await batch.CommitAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotAlerted(logger, e, message.Queue, message.MessageId);
            return false;
        }
    }

    private async Task<bool> IsOpenAsync(string prefix, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await alerts.ListOpenAsync(null, cursor, 200, cancellationToken);
            if (page.Items.Any(alert => alert.Key.StartsWith(prefix, StringComparison.Ordinal))) return true;
            cursor = page.Next;
        } while (cursor is not null);

        return false;
    }

    private static string Text(PoisonMessage message, string? fault) => fault is null
        ? $"A message of queue '{message.Queue}' failed too often and is tried again every half hour: {Cut(message.Text)}"
        : $"A message of queue '{message.Queue}' cannot be read and was taken out, since {fault} The message: {Cut(message.Text)}";

    private static string Cut(string text)
    {
        var length = text.Length;
        while (JsonEncodedText.Encode(text.AsSpan(0, length)).EncodedUtf8Bytes.Length > MaxTextAsJson) length = length * 3 / 4;
        return length == text.Length ? text : $"{text[..length]}… ({text.Length} characters in all; the log has more)";
    }

    // The alert rule in infra/ looks for these words.
    [LoggerMessage(EventId = 4201, EventName = "PoisonMessage", Level = LogLevel.Error, Message = "Poison message of queue {Queue}: {Text}")]
    private static partial void Poisoned(ILogger logger, string queue, string text);

    [LoggerMessage(EventId = 4204, EventName = "PoisonNotAlerted", Level = LogLevel.Error, Message = "No staff alert could be written for poison message {MessageId} of queue {Queue}.")]
    private static partial void NotAlerted(ILogger logger, Exception exception, string queue, string messageId);

    [LoggerMessage(EventId = 4205, EventName = "PoisonKept", Level = LogLevel.Error, Message = "Poison message {MessageId} of queue {Queue} could not be dealt with and stays where it is.")]
    private static partial void Kept(ILogger logger, Exception exception, string queue, string messageId);
}
