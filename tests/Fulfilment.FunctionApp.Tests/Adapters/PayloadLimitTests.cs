using Fulfilment.Azure.Batches;
using Fulfilment.DurableTask;
using Fulfilment.DurableTask.Compliance;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Fakes;
using Moq;
using SdkClient = Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Tests.Adapters;

/// <summary>Over the limit a payload is refused with both sizes, and the SDK is not called.</summary>
public sealed class PayloadLimitTests
{
    private const int Limit = 1_000;
    private static readonly string Fits = new('x', Limit - 2);
    private static readonly string Large = new('é', Limit / 2);
    private readonly FakeContext _sdk = new();
    private readonly Mock<SdkClient.DurableTaskClient> _client = new("client");

    private OrchestrationContextAdapter Context => new(_sdk, new PayloadLimit(Limit));

    private OrchestrationClientAdapter Client => new(_client.Object, limit: new PayloadLimit(Limit));

    private static void IsRefused(PayloadTooLargeException thrown, string what)
    {
        Assert.Equal((Limit, true), ((int)thrown.Limit, thrown.Bytes > Limit));
        Assert.Contains(what, thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"{thrown.Bytes} bytes; the limit is {Limit}", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AtTheLimit_Passes()
    {
        var limit = new PayloadLimit(Limit);
        limit.Check("It", Fits);
        limit.Check("It", null);
        Assert.Equal(Limit + 1, Assert.Throws<PayloadTooLargeException>(() => limit.Check("It", Fits + "x")).Bytes);
    }

    [Fact]
    public async Task Context_InputsOverTheLimit_AreRefusedBeforeTheSdk()
    {
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => Context.CallActivityAsync<int>("Charge", Large)), "activity Charge");
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => Context.CallSubOrchestratorAsync<int>("Child", Large)), "orchestrator Child");
        IsRefused(Assert.Throws<PayloadTooLargeException>(() => Context.ContinueAsNew(Large)), "next execution");
        Assert.Empty(_sdk.Activities);
        Assert.Empty(_sdk.Children);
        Assert.Null(_sdk.Next);
    }

    [Fact]
    public async Task Client_InputsEventsAndOutputsOverTheLimit_AreRefusedBeforeTheSdk()
    {
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => Client.ScheduleNewAsync("OrderOrchestrator", Large, new StartOptions("demo.own.1"))), "orchestrator OrderOrchestrator");
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => Client.RaiseEventAsync("demo.own.1", "command", Large)), "Event command for demo.own.1");
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => Client.TerminateAsync("demo.own.1", Large)), "output of demo.own.1");
        Assert.Empty(_client.Invocations);
    }

    [Fact]
    public async Task Orchestrator_OutputOverTheLimit_IsRefused()
    {
        var registry = new TaskRegistry().Orchestrator("OrderOrchestrator", _ => Task.FromResult(Large));
        var runner = new OrchestratorRunner(Mock.Of<IServiceProvider>(), registry, new PayloadLimit(Limit));
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => runner.RunAsync(_sdk)), "output of demo.own.1001");
    }

    [Fact]
    public async Task Activity_ResultOverTheLimit_IsRefusedAndItsWritesAreNotMade()
    {
        await using var test = await TestProduct.OpenAsync();
        var registry = new TaskRegistry().Activity<int, string>("large", _ => Large);
        var runner = new ActivityRunner(test.Product.Services, registry, test.Product.Get<AzureWriteBatches>(), new PayloadLimit(Limit));
        IsRefused(await Assert.ThrowsAsync<PayloadTooLargeException>(() => runner.RunAsync<int, string>("large", "demo.own.1", 1, default)), "result of activity large");
    }
}
