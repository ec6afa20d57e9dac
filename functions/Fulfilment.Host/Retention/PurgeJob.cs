namespace Fulfilment.Host.Retention;

/// <summary>
/// Purges beside the running service: soon after a start and a day after each run, by the service's own clock. A machine that is
/// off at night purges all the same.
/// </summary>
internal sealed partial class PurgeJob : IAsyncDisposable
{
    public static readonly TimeSpan First = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Purge _purge;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _age;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public PurgeJob(Purge purge, TimeProvider clock, TimeSpan age, ILogger<PurgeJob> logger)
    {
        _purge = purge;
        _clock = clock;
        _age = age;
        _logger = logger;
        _timer = clock.CreateTimer(_ => LastRun = RunAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Never fails.</summary>
    public Task LastRun { get; private set; } = Task.CompletedTask;

    public void Start() => _timer.Change(First, Timeout.InfiniteTimeSpan);

    /// <summary>Interrupts a run; what it removed is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _stop.CancelAsync();
        await LastRun;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var report = await _purge.RunAsync(_clock.GetUtcNow() - _age, _stop.Token);
            if (!report.IsEmpty) Purged(_logger, report.Orders, report.Webhooks, report.Mails, report.Tokens, report.Before);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            Failed(_logger, error);
        }

        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(EventId = 4202, EventName = "Purged", Level = LogLevel.Information, Message = "Purged what ended before {Before}: {Orders} orders' histories, {Webhooks} webhooks' bodies, {Mails} mails' texts, {Tokens} tokens.")]
    private static partial void Purged(ILogger logger, long orders, long webhooks, long mails, long tokens, DateTimeOffset before);

    [LoggerMessage(EventId = 4204, EventName = "PurgeFailed", Level = LogLevel.Warning, Message = "The purge failed; it is tried again in a day.")]
    private static partial void Failed(ILogger logger, Exception error);
}
