using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>Every trigger function, over tables and queues in the emulator and a fake durable client.</summary>
public sealed class FunctionTests : IAsyncLifetime
{
    private static readonly string Order = Samples.OrderId(1);
    private TestProduct _test = null!;

    public async Task InitializeAsync() => _test = await TestProduct.OpenAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    [Drives("Http")]
    public async Task Http_RequestThatTheWorkerHasRouted_ReachesTheProductsEndpoint()
    {
        var response = await _test.SendAsync("GET", "/schemas/order.json");
        Assert.Equal(200, response.Status);
        Assert.Contains("json", response.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_UnknownPath_IsTheProducts404() => Assert.Equal(404, (await _test.SendAsync("GET", "/no/such/page")).Status);

    [Fact]
    public async Task Http_AfterwardsTheWorkersServices_AreBack()
    {
        var outer = new ServiceProvidersFeatureStub();
        var context = TestProduct.Context("GET", "/healthz", null);
        context.Features.Set<IServiceProvidersFeature>(outer);
        await new HttpFunctions(_test.Product).Http(context.Request, _test.Client.Object);
        Assert.Same(outer, context.Features.Get<IServiceProvidersFeature>());
    }

    [Fact]
    [Drives("Intake")]
    public async Task Intake_SignedWebhook_IsAcceptedAndTheQueueFunctionStartsTheOrder()
    {
        var body = JsonSerializer.Serialize(Sample());
        var answer = await _test.SendAsync("POST", "/webhooks/orders/demo", body, _test.Signed(body));
        Assert.True(answer.Status == 202, $"{answer.Status} {answer.Body}");
        Assert.Empty(_test.Started);

        var key = Assert.Single(await _test.TakeAsync(QueueNames.Intake));
        await new QueueFunctions(_test.Product).Intake(key, _test.Client.Object, default);
        await new QueueFunctions(_test.Product).Intake(key, _test.Client.Object, default);

        var started = Assert.Single(_test.Started);
        Assert.Equal(("OrderOrchestrator", "demo.own.1001"), (started.Name, started.InstanceId));
        Assert.Equal(Statuses.Dedupe(null), started.Dedupe);
        var input = Assert.IsType<LoopInput<OrderState, OrderCommand>>(started.Input);
        Assert.IsType<OrderCommand.Place>(input.First);
    }

    [Fact]
    [Drives("Publish")]
    public async Task Publish_OneTurn_WritesItAndLeavesAMessageForItsLane()
    {
        var effect = new Effect.AlertStaff("SlaMissed", "Late.");
        var publication = new Publication(Order, 1, Samples.Start, Samples.View(1), [Samples.Receipt("c1")], [], [new NumberedEffect(1, effect)]);

        Assert.True(await new OrderFunctions(_test.Product).Publish(publication, _test.Client.Object, default));

        Assert.Equal(1, (await _test.Product.Get<IOrderIndex>().GetAsync(Order))!.Revision);
        Assert.NotNull(await _test.Product.Get<IReceiptStore>().GetAsync(Order, "c1"));
        Assert.Equal(new OutboxLane(Order, EffectLanes.Staff), OutboxLane.Parse(Assert.Single(await _test.TakeAsync(QueueNames.Outbox))));
    }

    [Fact]
    [Drives("Depart")]
    public async Task Depart_OfAPublishedOrder_ClosesItsDoorHere()
    {
        var publication = new Publication(Order, 1, Samples.Start, Samples.View(1), [], [], []);
        await new OrderFunctions(_test.Product).Publish(publication, _test.Client.Object, default);

        Assert.True(await new OrderFunctions(_test.Product).Depart(new DepartInput(Order, 1, Samples.Start), _test.Client.Object, default));

        Assert.Equal(new OrderMove(1, Samples.Start), await _test.Product.Get<IOrderMoves>().GetAsync(Order));
    }

    [Fact]
    [Drives("OrderOrchestrator")]
    public void RunOrder_PlaceAsInput_PublishesThroughTheAdapterAndWaitsForACommand()
    {
        var context = new FakeContext { Input = new LoopInput<OrderState, OrderCommand> { First = Samples.Place(1) } };
        var run = new OrderFunctions(_test.Product).RunOrder(context);
        var publish = Assert.Single(context.Activities);
        Assert.Equal(LoopNames.Publish, publish.Name);
        publish.Answer(true);
        Assert.False(run.IsCompleted);
        Assert.Single(context.Waits);
        Assert.Equal("Unhandled", context.CustomStatus);
    }

    [Fact]
    [Drives("WmsSteps")]
    public async Task WmsSteps_Message_RaisesTheStepOnce()
    {
        await _test.StartOrderAsync();
        var message = JsonSerializer.Serialize(new WmsStepMessage(Order, "m1", WarehouseStep.Packing, Operator: "Sam"), DomainJson.Options);
        await new QueueFunctions(_test.Product).WmsSteps(message, _test.Client.Object, default);
        await new QueueFunctions(_test.Product).WmsSteps(message, _test.Client.Object, default);
        var raised = Assert.Single(_test.Raised);
        var step = Assert.IsType<OrderCommand.StepReported>(((JsonElement)raised.Payload!).Deserialize<OrderCommand>(DomainJson.Options));
        Assert.Equal((WarehouseStep.Packing, ActorKind.Wms, "m1"), (step.Step, step.Actor.Kind, step.CommandId));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"orderId":"demo.own.1","messageId":"","step":"Packing"}""")]
    [InlineData("""{"orderId":"demo.own.1","messageId":"~effect-1","step":"Packing"}""")]
    public async Task WmsSteps_Unreadable_GoesToThePoisonQueue(string message) =>
        await Assert.ThrowsAsync<FormatException>(() => new QueueFunctions(_test.Product).WmsSteps(message, _test.Client.Object, default));

    [Fact]
    public async Task WmsSteps_UnknownOrder_IsLeftToTheQueue() => await Assert.ThrowsAsync<KeyNotFoundException>(() =>
        new QueueFunctions(_test.Product).WmsSteps("""{"orderId":"demo.own.404","messageId":"m","step":"Packing"}""", _test.Client.Object, default));

    [Fact]
    public void Outbox_Unreadable_GoesToThePoisonQueue() =>
        Assert.Throws<FormatException>(() => { _ = new QueueFunctions(_test.Product).Outbox("nonsense", _test.Client.Object, default); });

    [Fact]
    public async Task InvocationClient_OutsideAnyFunction_SaysSo() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new InvocationClient().RaiseEventAsync(Order, "command"));

    private static object Sample() => new
    {
        id = "1001",
        number = "#1001",
        placedAt = "2026-03-02T08:00:00Z",
        updatedAt = "2026-03-02T08:00:00Z",
        currency = "EUR",
        customer = new { name = "Client Un", email = "client1@example.com" },
        shipTo = new { name = "Client Un", line1 = "1 rue de l'Exemple", city = "Lyon", postalCode = "69001", country = "FR" },
        lines = new[] { new { id = "1", sku = "mug", title = "Tasse", quantity = 1, unitPrice = new { amount = "12.50", currency = "EUR" }, taxRate = 0.2, weightGrams = 300 } },
        payment = new { state = "paid" },
    };

    private sealed class ServiceProvidersFeatureStub : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices { get; set; } = null!;
    }
}
