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
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>Every trigger function, over tables and queues in the emulator and a fake durable client.</summary>
public sealed class FunctionTests : IAsyncLifetime
{
    private static readonly string Order = Samples.OrderId(1);
    private TestProduct _test = null!;

    public async Task InitializeAsync() => _test = await TestProduct.OpenAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Http_RequestThatTheWorkerHasRouted_ReachesTheProductsEndpoint()
    {
        var response = await SendAsync("GET", "/schemas/order.json");
        Assert.Equal(200, response.Status);
        Assert.Contains("json", response.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_UnknownPath_IsTheProducts404() => Assert.Equal(404, (await SendAsync("GET", "/no/such/page")).Status);

    [Fact]
    public async Task Http_AfterwardsTheWorkersServices_AreBack()
    {
        var outer = new ServiceProvidersFeatureStub();
        var context = Context("GET", "/healthz", null);
        context.Features.Set<IServiceProvidersFeature>(outer);
        await new HttpFunctions(_test.Product).Http(context.Request, _test.Client.Object);
        Assert.Same(outer, context.Features.Get<IServiceProvidersFeature>());
    }

    [Fact]
    public async Task Intake_SignedWebhook_IsAcceptedAndTheQueueFunctionStartsTheOrder()
    {
        var body = JsonSerializer.Serialize(Sample());
        var answer = await SendAsync("POST", "/webhooks/orders/demo", body, Signed(body));
        Assert.True(answer.Status == 202, $"{answer.Status} {answer.Body}");
        Assert.Empty(_test.Started);

        var key = Assert.Single(await TakeAsync(QueueNames.Intake));
        await new QueueFunctions(_test.Product).Intake(key, _test.Client.Object, default);
        await new QueueFunctions(_test.Product).Intake(key, _test.Client.Object, default);

        var started = Assert.Single(_test.Started);
        Assert.Equal(("OrderOrchestrator", "demo.own.1001"), (started.Name, started.InstanceId));
        Assert.Equal(Statuses.Dedupe(null), started.Dedupe);
        var input = Assert.IsType<LoopInput<OrderState, OrderCommand>>(started.Input);
        Assert.IsType<OrderCommand.Place>(input.First);
    }

    [Fact]
    public async Task Publish_OneTurn_WritesItAndLeavesAMessageForItsLane()
    {
        var effect = new Effect.AlertStaff("SlaMissed", "Late.");
        var publication = new Publication(Order, 1, Samples.Start, Samples.View(1), [Samples.Receipt("c1")], [], [new NumberedEffect(1, effect)]);

        Assert.True(await new OrderFunctions(_test.Product).Publish(publication, _test.Client.Object, default));

        Assert.Equal(1, (await _test.Product.Get<IOrderIndex>().GetAsync(Order))!.Revision);
        Assert.NotNull(await _test.Product.Get<IReceiptStore>().GetAsync(Order, "c1"));
        Assert.Equal(new OutboxLane(Order, EffectLanes.Staff), OutboxLane.Parse(Assert.Single(await TakeAsync(QueueNames.Outbox))));
    }

    [Fact]
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
    public async Task WmsSteps_Message_RaisesTheStepOnce()
    {
        await StartOrderAsync();
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
    public async Task IntakePoison_AlertsStaffOnceAndTriesAgainLater()
    {
        var poison = new PoisonFunctions(_test.Product, NullLogger<PoisonFunctions>.Instance);
        await poison.Intake("key-1", _test.Client.Object, default);
        await poison.Intake("key-1", _test.Client.Object, default);
        var alert = Assert.Single((await _test.Product.Get<IStaffAlerts>().ListOpenAsync(null)).Items);
        Assert.Equal("PoisonMessage", alert.Code);
        Assert.Contains("key-1", alert.Text, StringComparison.Ordinal);
        // Hidden for half an hour.
        Assert.Empty(await TakeAsync(QueueNames.Intake));
        Assert.Equal(2, (await (await QueueAsync(QueueNames.Intake)).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task WmsStepsPoison_AlertsStaffAndDoesNotTryAgain()
    {
        await new PoisonFunctions(_test.Product, NullLogger<PoisonFunctions>.Instance).WmsSteps("nonsense", _test.Client.Object, default);
        Assert.Single((await _test.Product.Get<IStaffAlerts>().ListOpenAsync(null)).Items);
        Assert.Equal(0, (await (await QueueAsync(QueueNames.WmsSteps)).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Purge_Nightly_NamesEndedInstancesOfLongAgo()
    {
        PurgeInstancesFilter? sent = null;
        _test.Client.Setup(client => client.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<PurgeInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .Callback((PurgeInstancesFilter filter, PurgeInstanceOptions? _, CancellationToken _) => sent = filter).ReturnsAsync(new PurgeResult(3));
        await new TimerFunctions(_test.Product, NullLogger<TimerFunctions>.Instance).Purge(new TimerInfo(), _test.Client.Object, default);
        Assert.Equal(_test.Clock.GetUtcNow() - TimeSpan.FromDays(120), sent!.CreatedTo);
        Assert.Equal([OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated], sent.Statuses!.Order());
    }

    [Fact]
    public async Task Maintenance_NothingLeftUndone_DoesNothing()
    {
        await new TimerFunctions(_test.Product, NullLogger<TimerFunctions>.Instance).Maintenance(new TimerInfo(), _test.Client.Object, default);
        Assert.Empty(_test.Raised);
    }

    [Fact]
    public async Task InvocationClient_OutsideAnyFunction_SaysSo() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new InvocationClient().RaiseEventAsync(Order, "command"));

    private async Task StartOrderAsync()
    {
        var inbox = _test.Product.Get<IDeliveryInbox>();
        await inbox.AcceptAsync(new Delivery("own", "demo", "order", "d1", "{}"u8.ToArray(), Samples.Start), new IntakeAction.Upsert(Order, Samples.Place(1)));
        await new QueueFunctions(_test.Product).Intake(Assert.Single(await TakeAsync(QueueNames.Intake)), _test.Client.Object, default);
    }

    private async Task<(int Status, string ContentType, string Body)> SendAsync(string method, string path, string? body = null, Dictionary<string, string>? headers = null)
    {
        var context = Context(method, path, body);
        foreach (var (name, value) in headers ?? []) context.Request.Headers[name] = value;
        await new HttpFunctions(_test.Product).Http(context.Request, _test.Client.Object);
        context.Response.Body.Position = 0;
        return (context.Response.StatusCode, context.Response.ContentType ?? "", await new StreamReader(context.Response.Body).ReadToEndAsync());
    }

    /// <summary>As the worker hands it over: with its own endpoint and route values.</summary>
    private static DefaultHttpContext Context(string method, string path, string? body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("orders.example.com");
        context.Request.Path = path;
        context.Request.RouteValues["path"] = path[1..];
        context.SetEndpoint(new Endpoint(_ => throw new InvalidOperationException("The worker's own endpoint ran."), EndpointMetadataCollection.Empty, "function"));
        context.Response.Body = new MemoryStream();
        if (body is null) return context;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = Encoding.UTF8.GetByteCount(body);
        return context;
    }

    private Dictionary<string, string> Signed(string body)
    {
        var time = _test.Clock.GetUtcNow().ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Convert.FromBase64String(TestProduct.Secret), Encoding.UTF8.GetBytes($"msg-1.{time}.{body}"));
        return new() { ["webhook-id"] = "msg-1", ["webhook-timestamp"] = $"{time}", ["webhook-signature"] = $"v1,{Convert.ToBase64String(signature)}" };
    }

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

    private async Task<QueueClient> QueueAsync(string queue) => await ((StorageQueues)_test.Product.Get<IMessageQueues>()).GetAsync(queue);

    private async Task<IReadOnlyList<string>> TakeAsync(string queue)
    {
        var client = await QueueAsync(queue);
        var messages = (await client.ReceiveMessagesAsync(32)).Value;
        foreach (var message in messages) await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return [.. messages.Select(message => message.Body.ToString())];
    }

    private sealed class ServiceProvidersFeatureStub : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices { get; set; } = null!;
    }
}
