using Fulfilment.Azure.Tests.Compliance;
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
    public async Task List_LimitIsReached_AsksNoFurther()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("a"), Failed("b")], "1"));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("c")], "2"));
        harness.Hub.Pages.Enqueue(new OrchestrationPage([Failed("d")], "3"));
        Assert.Equal(["a", "b", "c"], (await harness.Port<IQuarantine>().ListAsync(limit: 3)).Select(item => item.InstanceId));
        Assert.Single(harness.Hub.Pages);
    }

    private static OrchestrationMetadata Failed(string id) => new("OrderOrchestrator", id, OrchestrationStatus.Failed, default, default);
}
