namespace Fulfilment.Azure.Tests.Faults;

/// <summary>The process dies at one call to the outside: just before it, or just after it took effect.</summary>
/// <param name="failAt">Counted from 1 over all calls to tables, queues and task hub.</param>
internal sealed class FaultPlan(int failAt, bool afterEffect)
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>False when the work was done with fewer calls: there is nothing left to test.</summary>
    public bool WasReached { get; private set; }

    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        // A dead process makes no further calls.
        if (WasReached) throw new ProcessDiedException();
        var dies = Interlocked.Increment(ref _calls) == failAt;
        if (!dies) return await call();
        WasReached = true;
        if (afterEffect) await call();
        throw new ProcessDiedException();
    }
}

internal sealed class ProcessDiedException() : Exception("The process died here.");

/// <summary>Calls to the table service.</summary>
internal sealed class FaultyHandler(Func<FaultPlan?> plan, Func<Interlude?> interlude) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (interlude() is { } other) await other.BeforeCallAsync();
        return plan() is { } faults ? await faults.RunAsync(() => base.SendAsync(request, cancellationToken)) : await base.SendAsync(request, cancellationToken);
    }
}
