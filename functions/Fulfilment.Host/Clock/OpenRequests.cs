namespace Fulfilment.Host.Clock;

/// <summary>Counts requests in flight, without those to the clock itself: the clock must not move under them.</summary>
public sealed class OpenRequests
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _none = Completed();
    private int _open;

    public int Count
    {
        get
        {
            lock (_lock) return _open;
        }
    }

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(ClockEndpoints.Prefix))
        {
            await next(context);
            return;
        }

        Enter();
        try
        {
            await next(context);
        }
        finally
        {
            Leave();
        }
    }

    public Task WhenNoneAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _none.Task.WaitAsync(cancellationToken);
    }

    private void Enter()
    {
        lock (_lock)
        {
            if (_open++ == 0) _none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_open == 0) _none.SetResult();
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
