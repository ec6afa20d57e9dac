namespace Fulfilment.DurableTask.Processing;

internal sealed class EngineProgress(EngineThread thread) : IEngineProgress
{
    public DateTimeOffset? NextDue => thread.NextDue is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => thread.WhenIdleAsync(cancellationToken);
}
