namespace Fulfilment.Orchestration.Loop;

/// <summary>What an instance is started with: its first command, or the state an earlier execution carried over. A wire format.</summary>
public sealed record LoopInput<TState, TCommand>
    where TState : class
    where TCommand : class
{
    public TCommand? First { get; init; }

    public LoopState<TState>? Carried { get; init; }

    /// <summary>Of an instance that comes from another host: commands it had not come to there, in their order.</summary>
    public IReadOnlyList<TCommand>? Pending { get; init; }
}

/// <summary>What an instance ends with when it goes to another host. A wire format.</summary>
/// <param name="Pending">Commands that had arrived and were not decided, in their order.</param>
public sealed record Departure<TState, TCommand>(LoopState<TState> Carried, IReadOnlyList<TCommand> Pending)
    where TState : class
    where TCommand : class;

/// <summary>All that survives continue-as-new, an import or a restore.</summary>
/// <param name="State">The decider's state.</param>
/// <param name="NextEffect">Number of the next effect; from 1, never restarts.</param>
/// <param name="Revision">Number of the last publication; from 1, never restarts.</param>
/// <param name="Now">The latest time this instance has seen; its clock never goes behind it.</param>
/// <param name="Recent">Ids of the last commands, newest last: a repeat among them is dropped. The channel remembers all.</param>
public sealed record LoopState<TState>(TState State, long NextEffect, long Revision, DateTimeOffset Now, IReadOnlyList<string> Recent)
    where TState : class
{
    /// <summary>Commands applied since the last continue-as-new.</summary>
    public int SinceContinue { get; init; }

    /// <summary>How often the instance has left a host. Tells a newer export of it from an older one.</summary>
    public int Moves { get; init; }
}
