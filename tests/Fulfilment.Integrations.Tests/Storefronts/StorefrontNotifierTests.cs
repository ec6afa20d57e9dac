using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Integrations.Tests.Loopback;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;

namespace Fulfilment.Integrations.Tests.Storefronts;

public sealed class StorefrontNotifierTests : IAsyncLifetime
{
    private static readonly Effect.NotifyStorefront Shipped = new("shipped", 1, "post", "RR000000014FR");
    private readonly HttpServer _server = new();
    private readonly HttpClient _http = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Notify_OwnOrder_IsAPostThatTheOwnSchemeVerifies()
    {
        Assert.IsType<OutboxResult.Done>(await NotifyAsync());

        var call = Assert.Single(_server.Calls);
        var request = new WebhookRequest("demo", WebhookRequest.HeaderSet(call.Headers), call.Body, "application/json");
        Assert.Equal(SignatureCheck.Valid, new OwnWebhooks().Verify(request, Samples.Store, Samples.Now));
        Assert.Equal(("/hook", "demo.own.1001/9"), (call.Path, call.Headers["webhook-id"]));
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal("order.shipped", body.RootElement.GetProperty("type").GetString());
        Assert.Equal("""{"order":"demo.own.1001","externalId":"1001","shipment":1,"carrier":"post","trackingNumber":"RR000000014FR"}""", body.RootElement.GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("demo.shopify.1001")]
    [InlineData("demo.woo.1001")]
    public async Task Notify_PlatformOrder_IsNotSent(string orderId)
    {
        Assert.IsType<OutboxResult.Done>(await NotifyAsync(orderId));
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Notify_NoUrl_IsNothingToDo() =>
        Assert.IsType<OutboxResult.Done>(await new StorefrontNotifier(_http, new ManualClock()).NotifyAsync("k", Samples.Store, "demo.own.1", Shipped));

    [Fact]
    public async Task Notify_NoSecret_IsForStaff() =>
        Assert.IsType<OutboxResult.GiveUp>(await NotifyAsync(secrets: new StoreSecrets()));

    [Fact]
    public async Task Notify_Busy_WaitsAsTold()
    {
        _server.Answer = _ => new(503, new() { ["Retry-After"] = "30" });
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<OutboxResult.RetryAfter>(await NotifyAsync()).Delay);

        _server.Answer = _ => new(410);
        Assert.IsType<OutboxResult.GiveUp>(await NotifyAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Notify_OtherAnswer_IsTriedAgain(int status)
    {
        _server.Answer = _ => new(status);

        await Assert.ThrowsAsync<StorefrontNotToldException>(() => NotifyAsync());
    }

    private Task<OutboxResult> NotifyAsync(string orderId = "demo.own.1001", StoreSecrets? secrets = null) => new StorefrontNotifier(_http, new ManualClock(Samples.Now)).NotifyAsync(
        "demo.own.1001/9", Samples.Store with { Secrets = secrets ?? Samples.Store.Secrets, Storefront = new() { NotifyUrl = $"{_server.Url}/hook" } }, orderId, Shipped);
}
