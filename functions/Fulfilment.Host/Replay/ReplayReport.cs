namespace Fulfilment.Host.Replay;

/// <summary>What a deploy of this program would do to the stored histories. A wire format: the command's JSON.</summary>
/// <param name="Breaking">Would be quarantined.</param>
/// <param name="Unreadable">Damaged, whatever the program.</param>
internal sealed record ReplayReport(long Histories, long Same, double Seconds, IReadOnlyList<BreakingHistory> Breaking, IReadOnlyList<UnreadableHistory> Unreadable)
{
    /// <summary>Would go on, yet this program decides otherwise than was done: a warning.</summary>
    public IReadOnlyList<DifferingDecision> Differing { get; init; } = [];

    public bool IsSafe => Breaking.Count == 0 && Unreadable.Count == 0;
}

/// <param name="Step">Number of the action in the execution, from 0.</param>
/// <param name="Recorded">What history holds there.</param>
/// <param name="Asked">What this program does there instead.</param>
internal sealed record BreakingHistory(string Instance, string Orchestrator, int Execution, int Step, string Recorded, string Asked, string Message);

/// <param name="Revision">Number of the publication.</param>
/// <param name="Recorded">Numbers and kinds of the effects in history, and so of their keys in the outbox.</param>
/// <param name="Decided">What this program decides there.</param>
internal sealed record DifferingDecision(string Instance, string Orchestrator, int Execution, long Revision, string Recorded, string Decided);

internal sealed record UnreadableHistory(string Instance, string Message);
