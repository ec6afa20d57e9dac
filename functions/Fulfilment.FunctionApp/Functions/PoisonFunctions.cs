using System.Security.Cryptography;
using System.Text;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.Orchestration.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>
/// Messages that failed too often. Staff hear of each once. Keys go back to their queue with a long delay, since what they stand for
/// is stored and still wants doing; a step that cannot be read is kept in the alert's text and in the log.
/// </summary>
public sealed partial class PoisonFunctions(Product product, ILogger<PoisonFunctions> logger)
{
    private const string Suffix = "-poison";
    private const int MaxText = 2_000;
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(30);

    [Function("IntakePoison")]
    public Task Intake([QueueTrigger(QueueNames.Intake + Suffix, Connection = AzureSettings.Connection)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReportAsync(QueueNames.Intake, message, again: true, client, cancellationToken);

    [Function("OutboxPoison")]
    public Task Outbox([QueueTrigger(QueueNames.Outbox + Suffix, Connection = AzureSettings.Connection)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReportAsync(QueueNames.Outbox, message, again: true, client, cancellationToken);

    [Function("WmsStepsPoison")]
    public Task WmsSteps([QueueTrigger(QueueNames.WmsSteps + Suffix, Connection = AzureSettings.Connection)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReportAsync(QueueNames.WmsSteps, message, again: false, client, cancellationToken);

    private async Task ReportAsync(string queue, string message, bool again, DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var invocation = product.Use(client);
        await product.PrepareAsync(cancellationToken);
        Poisoned(logger, queue, message);
        var key = $"poison/{queue}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)))[..24]}";
        var text = $"A message of queue '{queue}' failed too often{(again ? " and is tried again every half hour" : "")}: {(message.Length > MaxText ? message[..MaxText] : message)}";
        var batch = product.Get<AzureWriteBatches>().Create();
        product.Get<IStaffAlerts>().Raise(batch, new StaffAlert(key, "", "", "PoisonMessage", text, product.Get<TimeProvider>().GetUtcNow()));
        await batch.CommitAsync(cancellationToken);
        if (again) await product.Get<IMessageQueues>().SendAsync(queue, message, Later, cancellationToken);
    }

    // The alert rule in infra/ looks for these words.
    [LoggerMessage(EventId = 4201, EventName = "PoisonMessage", Level = LogLevel.Error, Message = "Poison message of queue {Queue}: {Text}")]
    private static partial void Poisoned(ILogger logger, string queue, string text);
}
