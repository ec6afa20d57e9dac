using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Loop;

/// <summary>Closes the order's door on this host: from its commit on, nothing is taken for the order here.</summary>
[LocalActivity]
public sealed class DepartActivity(IOrderMoves moves) : Activity<DepartInput, bool>
{
    public override Task<bool> RunAsync(ActivityContext context, DepartInput input, CancellationToken cancellationToken)
    {
        moves.Depart(context.Writes, input.InstanceId, input.Moves, input.At);
        return Task.FromResult(true);
    }
}

/// <param name="Moves">Number of this departure, counted over all hosts.</param>
public sealed record DepartInput(string InstanceId, int Moves, DateTimeOffset At);
