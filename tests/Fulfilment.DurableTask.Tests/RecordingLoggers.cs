using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Keeps every line of every category.</summary>
internal sealed class RecordingLoggers : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(string Text, TaskCompletionSource<string> Line)> _awaited = [];

    public ConcurrentQueue<string> Written { get; } = [];

    /// <summary>The next line with this in it; to be asked for before what writes it.</summary>
    public Task<string> NextAsync(string text)
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Enqueue((text, line));
        return line.Task;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        Written.Enqueue(line);
        foreach (var (_, awaited) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
        {
            awaited.TrySetResult(line);
        }
    }

    public void Dispose()
    {
    }
}
