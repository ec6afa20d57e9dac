namespace Fulfilment.DurableTask.Processing;

/// <summary>Where tests break the engine. The argument counts commits from 1; what a hook throws is treated as the storage's own error.</summary>
internal sealed class EngineHooks
{
    public Action<long> BeforeCommit { get; init; } = static _ => { };

    public Action<long> AfterCommit { get; init; } = static _ => { };

    /// <summary>Before each piece of the history that is checked beside the running engine; the argument is the row after which it begins.</summary>
    public Action<long> BeforeScrub { get; init; } = static _ => { };
}
