using Xunit.Abstractions;
using Xunit.Sdk;

namespace Fulfilment.DurableTask.Compliance;

/// <summary>A fact that may turn out, once the engine is known, to be about something that engine does not promise; it is then reported as skipped, with the reason.</summary>
[XunitTestCaseDiscoverer("Fulfilment.DurableTask.Compliance.PromisedFactDiscoverer", "Fulfilment.DurableTask.Compliance")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromisedFactAttribute : FactAttribute;

/// <summary>The same for a theory, row by row.</summary>
[XunitTestCaseDiscoverer("Fulfilment.DurableTask.Compliance.PromisedTheoryDiscoverer", "Fulfilment.DurableTask.Compliance")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromisedTheoryAttribute : TheoryAttribute;

/// <summary>Found by the runner by its name.</summary>
public sealed class PromisedFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new PromisedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

/// <summary>Found by the runner by its name.</summary>
public sealed class PromisedTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new PromisedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, dataRow)];

    /// <summary>For rows that cannot be told before the run: their data does not serialise, or the runner enumerates nothing beforehand.</summary>
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForTheory(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        [new PromisedTheoryTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>Public and with an empty constructor because the runner carries test cases between processes.</summary>
public sealed class PromisedTestCase : XunitTestCase
{
    [Obsolete("For the runner only.", error: true)]
    public PromisedTestCase()
    {
    }

    public PromisedTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[]? arguments = null)
        : base(diagnostics, display, options, method, arguments)
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        NotPromisedBus.RunAsync(messageBus, bus => base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource));
}

/// <summary>All rows of a theory in one case; each is reported by itself.</summary>
public sealed class PromisedTheoryTestCase : XunitTheoryTestCase
{
    [Obsolete("For the runner only.", error: true)]
    public PromisedTheoryTestCase()
    {
    }

    public PromisedTheoryTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        NotPromisedBus.RunAsync(messageBus, bus => base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource));
}

/// <summary>Turns the failure that says "not promised" into a skip; hands on everything else.</summary>
internal sealed class NotPromisedBus(IMessageBus inner) : IMessageBus
{
    private int _skipped;

    public static async Task<RunSummary> RunAsync(IMessageBus messageBus, Func<IMessageBus, Task<RunSummary>> run)
    {
        using var bus = new NotPromisedBus(messageBus);
        var summary = await run(bus);
        summary.Failed -= bus._skipped;
        summary.Skipped += bus._skipped;
        return summary;
    }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is not ITestFailed failed || failed.ExceptionTypes.FirstOrDefault() != typeof(NotPromisedException).FullName)
        {
            return inner.QueueMessage(message);
        }

        _skipped++;
        return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages.FirstOrDefault()));
    }

    /// <summary>The inner bus belongs to the runner.</summary>
    public void Dispose()
    {
    }
}
