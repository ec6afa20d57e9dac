using System.Collections.Concurrent;
using Fulfilment.DurableTask.Compliance;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Tests;

public sealed class DroppedEventTests
{
    [Fact]
    public async Task Event_BehindTheOneThatEndsTheInstance_IsDroppedWithALogLine()
    {
        var lines = new Lines();
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry().Orchestrator("code", context => context.WaitForExternalEvent<string>("go")),
            options => options with { LoggerFactory = lines });
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));

        await engine.Engine.Store.WriteAsync(transaction => transaction.RaiseEvent("x", "go", "now") & transaction.RaiseEvent("x", "late", null));
        await engine.FinishAsync("x");

        Assert.Contains("Event late for x is dropped: the instance ended before it", lines.Written);
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
