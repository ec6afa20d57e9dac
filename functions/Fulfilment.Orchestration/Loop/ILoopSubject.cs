using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Loop;

/// <summary>What the generic loop must know of the kind of thing it drives, beside its decider. All of it pure.</summary>
public interface ILoopSubject<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
{
    IDecider<TState, TCommand, TEvent> Decider { get; }

    string CommandIdOf(TCommand command);

    /// <summary>True for the command that ends the instance here so that it can go on on another host.</summary>
    bool IsDeparture(TCommand command);

    /// <summary>False for commands that nobody outside waits for.</summary>
    bool WantsReceipt(TCommand command);

    /// <param name="now">The turn's time; plan and view are as of then.</param>
    OrderView View(TState state, DateTimeOffset now);

    IReadOnlyList<TimelineEntry> Timeline(TCommand command, Decision<TEvent> decision, TState after);
}
