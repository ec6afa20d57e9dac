namespace Fulfilment.Domain.Orders;

/// <summary>The pure half of the loop: it knows nothing of orders.</summary>
/// <typeparam name="TState">JSON-serialisable; carried through continue-as-new.</typeparam>
public interface IDecider<TState, TCommand, TEvent>
{
    TState Initial(string instanceId);

    /// <param name="now">Never earlier than at the call before.</param>
    /// <param name="facts">Null at the first asking; the answer when this command was asked <see cref="Decision{TEvent}.Needs"/> before.</param>
    Decision<TEvent> Decide(TCommand command, TState state, DateTimeOffset now, Facts? facts);

    TState Evolve(TState state, TEvent @event);

    /// <summary>When the instance must look again by itself; null: only a command can move it.</summary>
    DateTimeOffset? WakeAt(TState state, DateTimeOffset now);

    /// <summary>The command that a rung timer stands for.</summary>
    TCommand Wake(TState state, DateTimeOffset now);

    /// <summary>True when nothing can happen any more and the instance may end.</summary>
    bool IsFinished(TState state, DateTimeOffset now);
}
