using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Loop;

/// <summary>The loop's one timer: kept while its instant stays the same, replaced when the plan moves.</summary>
internal sealed class Alarm(OrchestrationContext context) : IDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private CancellationTokenSource? _cancellation;
    private DateTimeOffset? _instant;
    private Task _timer = Never;

    /// <summary>A task that completes at the instant; one that never does for null.</summary>
    public Task At(DateTimeOffset? instant)
    {
        if (instant == _instant && !_timer.IsCompleted) return _timer;
        Dispose();
        _instant = instant;
        if (instant is not { } due) return _timer = Never;
        _cancellation = new CancellationTokenSource();
        return _timer = context.CreateTimer(due.UtcDateTime, _cancellation.Token);
    }

    public void Dispose()
    {
        if (_timer != Never && !_timer.IsCompleted) _cancellation?.Cancel();
        _cancellation?.Dispose();
        _cancellation = null;
        _timer = Never;
    }
}
