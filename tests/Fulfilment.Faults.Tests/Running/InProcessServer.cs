using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Serving;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Faults.Tests.Running;

/// <summary>
/// The real server in the tests' own process: no start of a process for each of thousands of runs. When its engine fails, what
/// ends the process elsewhere only breaks off every answer here, and the server's remains are put away before the next start.
/// </summary>
internal sealed class InProcessServer(string directory, string url, string secret, Func<EngineFault?> faults) : IDemoServer
{
    private static readonly TimeSpan FallPatience = TimeSpan.FromSeconds(20);

    private FulfilmentServer? _server;
    private EngineFault? _fault;
    private CancellationTokenSource _fallen = new();
    private TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Url => url;

    public CancellationToken Fallen => _fallen.Token;

    public async Task<bool> StartAsync(ClockState clock, CancellationToken cancellationToken)
    {
        await StopAsync();
        _fault = faults();
        _fallen.Dispose();
        _fallen = new CancellationTokenSource();
        var failure = _failure = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var fallen = _fallen;
        var within = new SharedProcess((_, error) =>
        {
            failure.TrySetResult(error);
            fallen.Cancel();
        }, logging => logging.ClearProviders());
        var time = new VirtualTime(clock.Now, clock.RungUpTo, secret, _fault, within);
        try
        {
            _server = await FulfilmentServer.StartAsync(new ServerOptions(directory, url, [], time), cancellationToken);
            await _server.GreetingAsync(cancellationToken);
            return true;
        }
        catch (Exception) when (_fault is not null)
        {
            if (await HasFallenAsync(cancellationToken)) return false;
            throw;
        }
    }

    public async Task<bool> HasFallenAsync(CancellationToken cancellationToken)
    {
        if (_fault is not { } fault) return false;
        try
        {
            return (await _failure.Task.WaitAsync(FallPatience, cancellationToken)).ToString().Contains(fault.Marker, StringComparison.Ordinal);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _fallen.Dispose();
    }
}
