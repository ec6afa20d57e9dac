using Fulfilment.DurableTask.Compliance;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Fulfilment.DurableTask.Tests;

/// <summary>A compliance test without its capability is reported as skipped, and a failing one as failed.</summary>
public sealed class NotPromisedTests
{
    [Theory]
    [InlineData(nameof(Samples.Lacking), 0, 1)]
    [InlineData(nameof(Samples.Failing), 1, 0)]
    [InlineData(nameof(Samples.Passing), 0, 0)]
    public async Task Outcome_OfAPromisedFact_IsWhatHappened(string method, int failed, int skipped)
    {
        using var bus = new RecordingBus();
        var testCase = new PromisedTestCase(new NullMessageSink(), TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, MethodOf(method));

        var summary = await testCase.RunAsync(new NullMessageSink(), bus, [], new ExceptionAggregator(), new CancellationTokenSource());

        Assert.Equal((1, failed, skipped), (summary.Total, summary.Failed, summary.Skipped));
        Assert.Equal(failed, bus.Messages.OfType<ITestFailed>().Count());
        Assert.Equal(skipped == 0 ? [] : ["not promised: Quarantine"], bus.Messages.OfType<ITestSkipped>().Select(message => message.Reason));
    }

    private static TestMethod MethodOf(string name)
    {
        var type = Reflector.Wrap(typeof(Samples));
        var collection = new TestCollection(new TestAssembly(type.Assembly), null, "samples");
        return new TestMethod(new TestClass(collection, type), type.GetMethod(name, includePrivateMethod: false));
    }

    private sealed class RecordingBus : IMessageBus
    {
        public List<IMessageSinkMessage> Messages { get; } = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            Messages.Add(message);
            return true;
        }

        public void Dispose()
        {
        }
    }
}

#pragma warning disable xUnit1000 // Not public, so that the runner passes it by: only the tests above run it.
internal static class Samples
#pragma warning restore xUnit1000
{
    [PromisedFact]
    public static void Lacking() => throw new NotPromisedException("Quarantine");

    [PromisedFact]
    public static void Failing() => throw new InvalidOperationException("broken");

    [PromisedFact]
    public static void Passing()
    {
    }
}
