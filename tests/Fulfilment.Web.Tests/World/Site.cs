using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Web.Tests.World;

/// <summary>The whole surface on a real Kestrel at a loopback port, over in-memory ports.</summary>
public sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app, Uri address, Ledger ledger)
    {
        _app = app;
        Address = address;
        Ledger = ledger;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
    }

    public Uri Address { get; }
    public HttpClient Client { get; }
    public Ledger Ledger { get; }
    public ManualClock Clock => Of<ManualClock>();
    public FakeOrders Orders => Of<FakeOrders>();
    public FakeInbox Inbox => Of<FakeInbox>();
    public FakeTokens Tokens => Of<FakeTokens>();
    public FakePolicies Policies => Of<FakePolicies>();
    public FakeStores Stores => Of<FakeStores>();
    public FakeCatalogue Catalogue => Of<FakeCatalogue>();
    public FakeStock Stock => Of<FakeStock>();
    public FakeFeed Feed => Of<FakeFeed>();
    public FakePayments Payments => Of<FakePayments>();
    public FakeMails Mails => Of<FakeMails>();
    public FakeAlerts Alerts => Of<FakeAlerts>();
    public FakeQuarantine Quarantine => Of<FakeQuarantine>();
    public IServiceProvider Services => _app.Services;

    public T Of<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<Site> StartAsync(WebOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        var ledger = new Ledger();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        AddPorts(builder.Services, ledger);
        builder.Services.AddFulfilmentWeb(options);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapFulfilment();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var site = new Site(app, new Uri(address), ledger);
        site.Fill();
        return site;
    }

    private static void AddPorts(IServiceCollection services, Ledger ledger)
    {
        services.AddSingleton(ledger).AddSingleton(new ManualClock(Samples.Placed.AddHours(1))).AddSingleton<TimeProvider>(s => s.GetRequiredService<ManualClock>());
        services.AddSingleton<FakeOrders>().AddSingleton<IOrderIndex>(s => s.GetRequiredService<FakeOrders>()).AddSingleton<IReceiptStore>(s => s.GetRequiredService<FakeOrders>())
            .AddSingleton<ITimelineStore>(s => s.GetRequiredService<FakeOrders>()).AddSingleton<ICommandChannel>(s => s.GetRequiredService<FakeOrders>());
        services.AddSingleton<FakeTokens>().AddSingleton<ITokenStore>(s => s.GetRequiredService<FakeTokens>());
        services.AddSingleton<FakeStores>().AddSingleton<IStoreDirectory>(s => s.GetRequiredService<FakeStores>());
        services.AddSingleton<FakePolicies>().AddSingleton<IPolicyStore>(s => s.GetRequiredService<FakePolicies>());
        services.AddSingleton<FakeCatalogue>().AddSingleton<ICatalogue>(s => s.GetRequiredService<FakeCatalogue>());
        services.AddSingleton<FakeStock>().AddSingleton<IStockLedger>(s => s.GetRequiredService<FakeStock>());
        services.AddSingleton<FakeInbox>().AddSingleton<IDeliveryInbox>(s => s.GetRequiredService<FakeInbox>());
        services.AddSingleton<FakeFeed>().AddSingleton<IReleaseFeed>(s => s.GetRequiredService<FakeFeed>());
        services.AddSingleton<FakePayments>().AddSingleton<IPaymentLedger>(s => s.GetRequiredService<FakePayments>());
        services.AddSingleton<FakeMails>().AddSingleton<IMailLog>(s => s.GetRequiredService<FakeMails>());
        services.AddSingleton<FakeAlerts>().AddSingleton<IStaffAlerts>(s => s.GetRequiredService<FakeAlerts>());
        services.AddSingleton<FakeTransfer>().AddSingleton<ITransferTarget>(s => s.GetRequiredService<FakeTransfer>()).AddSingleton<OrderImport>()
            .AddSingleton<ITransferSource>(s => s.GetRequiredService<FakeTransfer>()).AddSingleton<IOrderMoves>(s => s.GetRequiredService<FakeTransfer>())
            .AddSingleton<IOrchestrationClient, NoInstances>().AddSingleton<OrderDepartures>().AddSingleton<OrderExport>().AddSingleton<ExportPages>();
        services.AddSingleton<FakeQuarantine>().AddSingleton<IQuarantine>(s => s.GetRequiredService<FakeQuarantine>());
        foreach (var name in (string[])["shopify", "woocommerce", "own"]) services.AddSingleton<IWebhookSource>(new ScriptedSource(name));
        foreach (var name in (string[])["easypost", "sendgrid"]) services.AddSingleton<IReportSource>(new ScriptedReports(name));
    }

    private void Fill()
    {
        Stores.Have(Samples.Settings());
        Policies.Have(Samples.Store, Samples.Policy());
        Catalogue.Have(Samples.Store, [.. Samples.Catalogue()]);
        Catalogue.Have(Samples.Store, [.. Samples.Shipping()]);
        Orders.Have(Samples.View());
    }

    /// <summary>A staff token of the role ("admin", "agent", "warehouse", "wms").</summary>
    public Task<string> TokenAsync(string role, string? store = null) =>
        Tokens.IssueAsync(new($"{role}-{Guid.NewGuid():N}", TokenKind.Staff, role, store, null, $"Test {role}", Clock.GetUtcNow(), null));

    /// <summary>A customer's link token.</summary>
    public Task<string> LinkAsync(string orderId = Samples.OrderId, DateTimeOffset? expires = null) =>
        Tokens.IssueAsync(new($"link-{Guid.NewGuid():N}", TokenKind.CustomerOrder, null, null, orderId, "customer", Clock.GetUtcNow(), expires ?? Clock.GetUtcNow().AddDays(30)));

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? token = null, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body, options: DomainJson.Options),
        };
        using var response = await Client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>An HTTP answer, read to its end.</summary>
public sealed record Reply(int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Problem => ContentType == "application/problem+json" ? Json.GetProperty("type").GetString()!.Split(':')[^1] : null;

    public string? Path => Json.TryGetProperty("path", out var path) ? path.GetString() : null;

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join("; ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, headers);
    }
}
