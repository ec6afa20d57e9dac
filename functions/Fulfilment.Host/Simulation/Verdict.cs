using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Simulation;

/// <summary>What one policy did to one workload. A wire format: the command's JSON.</summary>
/// <param name="Waiting">Neither released nor cancelled when the simulation ended.</param>
/// <param name="Edits">Changes and cancellations that customers wanted.</param>
/// <param name="Caught">Those that reached the order before its release, whatever became of them.</param>
/// <param name="TooLate">Those that came after it: each costs <see cref="CostRates.LateEdit"/>.</param>
/// <param name="Refused">By code, among the caught.</param>
/// <param name="Cost">Late edits and waiting, in the workload's currency.</param>
internal sealed record Verdict(
    string Policy, int PolicyVersion, int Orders, int Released, int Cancelled, int Waiting, LeadTime? Lead,
    int Edits, int Caught, double CaughtShare, int TooLate, IReadOnlyDictionary<string, int> Refused, decimal Cost)
{
    public static Verdict Of(Contender contender, IReadOnlyCollection<SimulatedInstance> instances, CostRates rates)
    {
        var leads = instances.Where(i => i.ReleasedAt is not null).Select(i => i.ReleasedAt!.Value - i.Order.PlacedAt).Order().ToList();
        var edits = instances.SelectMany(EditsOf).ToList();
        var late = edits.Count(receipt => receipt.Reason is Refusal.AlreadyReleased);
        var refused = edits.Where(receipt => receipt is { Outcome: Outcome.Rejected, Reason: not Refusal.AlreadyReleased })
            .GroupBy(receipt => receipt.Reason!.GetType().Name).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
        var cancelled = instances.Count(i => i.ReleasedAt is null && i.State is OrderState.Cancelled or OrderState.ClosedOutside);
        return new(
            contender.Name, contender.Policy?.Version ?? 0, instances.Count, leads.Count, cancelled, instances.Count - leads.Count - cancelled, LeadTime.Of(leads),
            edits.Count, edits.Count - late, edits.Count == 0 ? 1 : Math.Round((double)(edits.Count - late) / edits.Count, 4), late, refused,
            decimal.Round(late * rates.LateEdit + (decimal)leads.Sum(lead => lead.TotalDays) * rates.OrderDay, 2));
    }

    /// <summary>What customers and those who act for them wanted changed.</summary>
    private static IEnumerable<Receipt> EditsOf(SimulatedInstance instance) => instance.Order.Intents
        .Where(intent => intent.Command is OrderCommand.Edit or OrderCommand.Cancel)
        .Select(intent => instance.Receipts.GetValueOrDefault(intent.Command.CommandId)).OfType<Receipt>();
}

/// <summary>From placed to the first release, in minutes.</summary>
internal sealed record LeadTime(double MedianMinutes, double P90Minutes, double P99Minutes)
{
    /// <param name="sorted">Null when nothing was released.</param>
    public static LeadTime? Of(IReadOnlyList<TimeSpan> sorted) => sorted.Count == 0 ? null : new(At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.99));

    private static double At(IReadOnlyList<TimeSpan> sorted, double share) =>
        Math.Round(sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * share) - 1)].TotalMinutes, 1);
}

/// <param name="LateEdit">What an edit costs that came too late: a parcel sent back and another sent.</param>
/// <param name="OrderDay">What it costs to keep an order waiting for a day.</param>
internal sealed record CostRates(decimal LateEdit, decimal OrderDay);
