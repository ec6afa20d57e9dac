using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Deciding;

/// <summary>What was decided in a history, as the present code decides it: one line a thing, made for reading in a diff.</summary>
internal static class Projection
{
    public static string Of(StoredHistory history) => Of(history, () => new OrderOrchestrator());

    /// <param name="code">The orchestrator to be asked.</param>
    public static string Of(StoredHistory history, Func<IOrchestrator> code)
    {
        var lines = new List<string>();
        var registry = new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, _ => new Listening.Orchestrator(code(), lines.Add));
        var result = Replaying.Of(registry).Replay(history);
        return result is ReplayResult.Same ? string.Concat(lines.Select(line => line + "\n")) : $"{result}\n";
    }

    /// <param name="input">Of an activity.</param>
    public static IEnumerable<string> Of(object? input) => input switch
    {
        Publication publication =>
        [
            FormattableString.Invariant($"#{publication.Revision} {publication.View.Status} at {publication.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}"),
            .. publication.Receipts.Select(receipt => $"  {receipt.Type} {receipt.CommandId}: {receipt.Outcome}{(receipt.Reason is { } reason ? " " + reason.GetType().Name : "")}"),
            .. publication.Effects.Select(effect => $"  {effect.KeyOf(publication.InstanceId)} {Kind(effect.Effect)}"),
        ],
        FactsInput facts => [$"facts {facts.CommandId}"],
        DepartInput depart => [FormattableString.Invariant($"departs with move {depart.Moves}")],
        _ => throw new InvalidOperationException($"No projection of {input?.GetType().Name ?? "nothing"}: say here what its decision is."),
    };

    private static string Kind(Effect effect) => effect switch
    {
        Effect.SendMail mail => $"SendMail {mail.Template}",
        Effect.AlertStaff alert => $"AlertStaff {alert.Code}",
        Effect.NotifyStorefront notice => $"NotifyStorefront {notice.Topic}",
        Effect.HandOver handOver => $"HandOver {handOver.Release.Key}",
        _ => effect.GetType().Name,
    };
}
