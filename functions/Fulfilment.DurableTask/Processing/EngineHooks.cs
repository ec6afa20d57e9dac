namespace Fulfilment.DurableTask.Processing;

/// <summary>Where tests break the engine. The argument counts commits from 1; what a hook throws is treated as the storage's own error.</summary>
internal sealed class EngineHooks
{
    public Action<long> BeforeCommit { get; init; } = static _ => { };

    public Action<long> AfterCommit { get; init; } = static _ => { };
}
