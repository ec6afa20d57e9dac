using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Loop;

/// <summary>The loop's one timer: kept while its instant stays the same, replaced when the plan moves.</summary>
internal sealed class Alarm(OrchestrationContext context) : IDisposable
{
    /// <summary>Each order's own: whoever waits for a task hangs on it, and one task for all would hold every order that ever slept.</summary>
    private readonly Task _never = new TaskCompletionSource().Task;

    private CancellationTokenSource? _cancellation;
    private DateTimeOffset? _instant;
    private Task? _timer;

    /// <summary>A task that completes at the instant; one that never does for null.</summary>
    public Task At(DateTimeOffset? instant)
    {
        if (instant is not { } due)
        {
            Dispose();
            return _never;
        }

        if (instant == _instant && _timer is { IsCompleted: false }) return _timer;
        Dispose();
        _instant = instant;
        _cancellation = new CancellationTokenSource();
        return _timer = context.CreateTimer(due.UtcDateTime, _cancellation.Token);
    }

    public void Dispose()
    {
        if (_timer is { IsCompleted: false }) _cancellation?.Cancel();
        _cancellation?.Dispose();
        (_cancellation, _timer) = (null, null);
    }
}
