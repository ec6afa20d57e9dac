using System.Diagnostics;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Checks;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo;

/// <summary>The JSON line. The same seed gives the same, except for <see cref="Seconds"/>.</summary>
/// <param name="Mails">Mail keys that were sent; a second copy around the kill is not counted.</param>
/// <param name="Released">Shipments handed to the warehouse.</param>
internal sealed record DemoResult(
    int Orders, int Delivered, int Cancelled, int Waiting, int EditsApplied, int EditsRefused, int Mails, int Released, int Kills, IReadOnlyList<string> Violations, double Seconds)
{
    public static DemoResult Of(Evidence evidence, Chronicle sent, IReadOnlyList<string> violations, double seconds)
    {
        var edits = evidence.Orders.Keys.SelectMany(id => evidence.Receipts[id]).Where(r => r.Type == nameof(OrderCommand.Edit)).ToList();
        return new(
            evidence.Orders.Count,
            evidence.Orders.Values.Count(o => o.Status == OrderStatus.Delivered),
            evidence.Orders.Values.Count(o => o.Status == OrderStatus.Cancelled),
            evidence.Orders.Values.Count(o => !o.IsTerminal),
            edits.Count(r => r.Outcome == Outcome.Applied),
            edits.Count(r => r.Outcome == Outcome.Rejected),
            evidence.Mails.Count(m => m.Status == "sent"),
            evidence.Releases.Count,
            sent.Kills,
            violations,
            Math.Round(seconds, 1));
    }
}

/// <param name="RepeatedMails">Mails that were tried more than once: the server died between sending and recording them.</param>
internal sealed record DemoOutcome(DemoResult Result, int RepeatedMails)
{
    /// <summary>Reads what the run left in its folder and checks every promise on it.</summary>
    public static async Task<DemoOutcome> ReadAsync(string directory, Chronicle sent, Stopwatch watch, CancellationToken cancellationToken)
    {
        var evidence = await Evidence.ReadAsync(directory, cancellationToken);
        var violations = DemoChecker.Check(evidence, sent);
        return new(DemoResult.Of(evidence, sent, violations, watch.Elapsed.TotalSeconds), evidence.Mails.Count(m => m.Intents > 1));
    }
}
