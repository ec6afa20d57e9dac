using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Tests.Outbox;

/// <summary>A filtered scan of a table may give pages that are empty or short and still have a next one.</summary>
public sealed class QuarantinePagesTests
{
    [Fact]
    public async Task List_EmptyPagesWithAToken_GoesOnToTheFailedOnes()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Hub.Pages.Enqueue(new OrchestrationPage([], "1"));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("a")], "2"));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([], "3"));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("b")], null));
        Assert.Equal(["a", "b"], (await harness.Port<IQuarantine>().ListAsync()).Select(item => item.InstanceId));
    }

    [Fact]
    public async Task List_AsManyAsAnybodyListsAreFound_AsksNoFurther()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Hub.Pages.Enqueue(new OrchestrationPage([.. Enumerable.Range(0, 1000).Select(number => Failed($"a-{number:0000}"))], "1"));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("b")], null));
        Assert.Equal(["a-0000", "a-0001", "a-0002"], (await harness.Port<IQuarantine>().ListAsync(limit: 3)).Select(item => item.InstanceId));
        Assert.Single(harness.Hub.Pages);
    }

    [Fact]
    public async Task List_AskedAgain_ScansTheTaskHubOnlyAfterAWhile()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("a")], null));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("a"), Failed("b")], null));
        Assert.Equal(["a"], await ListAsync());
        harness.Clock.Advance(FailedInstances.Age - TimeSpan.FromTicks(1));
        Assert.Equal(["a"], await ListAsync());
        Assert.Single(harness.Hub.Pages);
        harness.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["a", "b"], await ListAsync());

        async Task<IEnumerable<string>> ListAsync() => (await harness.Port<IQuarantine>().ListAsync()).Select(item => item.InstanceId);
    }

    [Fact]
    public async Task List_TheScanFails_IsTriedAnewByTheNext()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Faults = new FaultPlan(2, afterEffect: false);
        await Assert.ThrowsAsync<ProcessDiedException>(() => harness.Port<IQuarantine>().ListAsync());
        harness.Faults = null;
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("a")], null));
        Assert.Equal("a", Assert.Single(await harness.Port<IQuarantine>().ListAsync()).InstanceId);
    }

    /// <summary>The client that scans ends with its invocation, and then the scan of the others too.</summary>
    [Fact]
    public async Task List_TheScanIsCancelled_IsTriedAnewByTheNext()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Hub.NextQueryFails = new OperationCanceledException();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Port<IQuarantine>().ListAsync());
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("a")], null));
        Assert.Equal("a", Assert.Single(await harness.Port<IQuarantine>().ListAsync()).InstanceId);
    }

    private static OrchestrationMetadata Failed(string id) => new("OrderOrchestrator", id, OrchestrationStatus.Failed, default, default);
}
