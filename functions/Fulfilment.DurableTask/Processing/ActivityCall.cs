using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

internal sealed class ActivityCall(TaskRow row, IWriteBatch writes) : ActivityContext
{
    public override string Name => row.Name;

    public override string InstanceId => row.InstanceId;

    public override int TaskId => row.TaskId;

    public override int Attempt => row.Attempt;

    public override IWriteBatch Writes => writes;
}

/// <summary>How one run of an activity went. <paramref name="Abandoned"/>: stopped with the engine, to be run again.</summary>
internal sealed record ActivityOutcome(byte[]? Result, FailureDetails? Failure, WriteList? Writes, string? Trace = null, bool Abandoned = false);
