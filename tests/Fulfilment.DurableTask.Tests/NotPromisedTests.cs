using Fulfilment.DurableTask.Compliance;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Fulfilment.DurableTask.Tests;

/// <summary>A compliance test without its capability is reported as skipped, and a failing one as failed: facts, rows known beforehand, and rows that are not.</summary>
public sealed class NotPromisedTests
{
    private static readonly IMessageSink Nobody = new NullMessageSink();

    [Theory]
    [InlineData(nameof(Samples.Lacking), 0, 1)]
    [InlineData(nameof(Samples.Failing), 1, 0)]
    [InlineData(nameof(Samples.Passing), 0, 0)]
    public async Task Outcome_OfAPromisedFact_IsWhatHappened(string method, int failed, int skipped) =>
        Assert.Equal((1, failed, skipped), await RunAsync(new PromisedFactDiscoverer(Nobody), method, typeof(PromisedFactAttribute)));

    [Theory]
    [InlineData(nameof(Samples.Rows), true, typeof(PromisedTestCase), 3)]
    [InlineData(nameof(Samples.Rows), false, typeof(PromisedTheoryTestCase), 1)]
    [InlineData(nameof(Samples.OddRows), true, typeof(PromisedTheoryTestCase), 1)]
    public async Task Outcome_OfEachRowOfAPromisedTheory_IsWhatHappened(string method, bool enumerated, Type testCase, int cases)
    {
        var discoverer = new PromisedTheoryDiscoverer(Nobody);
        var found = Discover(discoverer, method, typeof(PromisedTheoryAttribute), enumerated);

        Assert.Equal(cases, found.Count);
        Assert.All(found, item => Assert.IsType(testCase, item));
        Assert.Equal((3, 1, 1), await RunAsync(discoverer, method, typeof(PromisedTheoryAttribute), enumerated));
    }

    /// <returns>Total, failed and skipped; the messages that the runner shows say the same.</returns>
    private static async Task<(int Total, int Failed, int Skipped)> RunAsync(IXunitTestCaseDiscoverer discoverer, string method, Type attribute, bool enumerated = true)
    {
        using var bus = new RecordingBus();
        var sum = new RunSummary();
        foreach (var testCase in Discover(discoverer, method, attribute, enumerated))
        {
            sum.Aggregate(await testCase.RunAsync(Nobody, bus, [], new ExceptionAggregator(), new CancellationTokenSource()));
        }

        Assert.Equal(sum.Failed, bus.Messages.OfType<ITestFailed>().Count());
        Assert.Equal(Enumerable.Repeat("not promised: Quarantine", sum.Skipped), bus.Messages.OfType<ITestSkipped>().Select(message => message.Reason));
        Assert.Equal(sum.Total - sum.Failed - sum.Skipped, bus.Messages.OfType<ITestPassed>().Count());
        return (sum.Total, sum.Failed, sum.Skipped);
    }

    private static List<IXunitTestCase> Discover(IXunitTestCaseDiscoverer discoverer, string name, Type attribute, bool enumerated)
    {
        var type = Reflector.Wrap(typeof(Samples));
        var collection = new TestCollection(new TestAssembly(type.Assembly), null, "samples");
        var method = new TestMethod(new TestClass(collection, type), type.GetMethod(name, includePrivateMethod: false));
        return [.. discoverer.Discover(new Options(enumerated), method, method.Method.GetCustomAttributes(attribute).Single())];
    }

    private sealed class Options(bool enumerated) : ITestFrameworkDiscoveryOptions
    {
        public TValue GetValue<TValue>(string name) => name == "xunit.discovery.PreEnumerateTheories" ? (TValue)(object)enumerated : default!;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException();
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

    [PromisedTheory]
    [InlineData(nameof(Lacking))]
    [InlineData(nameof(Failing))]
    [InlineData(nameof(Passing))]
    public static void Rows(string outcome) => Come(outcome);

    /// <summary>Data that the runner cannot carry between processes.</summary>
    public static IEnumerable<object[]> Odd => [[new Named(nameof(Lacking))], [new Named(nameof(Failing))], [new Named(nameof(Passing))]];

    [PromisedTheory]
    [MemberData(nameof(Odd))]
    public static void OddRows(object outcome) => Come(((Named)outcome).Outcome);

    private static void Come(string outcome)
    {
        if (outcome == nameof(Lacking)) Lacking();
        if (outcome == nameof(Failing)) Failing();
    }

    internal sealed record Named(string Outcome);
}
