using System.Net.Http.Headers;
using System.Security.Cryptography;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fulfilment.Web.Tests.Webhooks;

/// <summary>The platforms' own signatures and bodies through the real routes.</summary>
public sealed class RealSourcesTests
{
    private const string OwnSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static async Task<Site> StartAsync(ECDsa? mailKey = null)
    {
        var site = await Site.StartAsync(configure: services =>
        {
            services.RemoveAll<IWebhookSource>().RemoveAll<IReportSource>();
            services.AddSingleton<IWebhookSource, ShopifyWebhooks>().AddSingleton<IWebhookSource, WooCommerceWebhooks>().AddSingleton<IWebhookSource, OwnWebhooks>();
            services.AddSingleton<IReportSource, EasyPostWebhooks>().AddSingleton<IReportSource, SendGridWebhooks>();
        });
        var secrets = Samples.Settings().Secrets with { Easypost = ["easy"], Sendgrid = mailKey is null ? [] : [Convert.ToBase64String(mailKey.ExportSubjectPublicKeyInfo())] };
        site.Stores.Have(Samples.Settings() with { Secrets = secrets });
        return site;
    }

    private static OrderSnapshot Order(StorefrontKind source) => new()
    {
        Store = Samples.Store,
        Source = source,
        ExternalId = "5001",
        Number = "#5001",
        PlacedAt = Samples.Placed,
        UpdatedAt = Samples.Placed,
        Locale = "fr-FR",
        Customer = new("Камилла Пример", "camille@example.com"),
        ShipTo = Samples.View().ShipTo,
        Shipping = new("standard", "Standard"),
        Lines = [Samples.Line("11", "BOOK-1", "Carnet", "book", 2, 12.5m)],
        Payment = PaymentState.Paid,
        Charges = OrderCharges.None(Samples.Euro) with { Shipping = Samples.Eur(4.9m), Paid = Samples.Eur(29.9m) },
    };

    private static async Task<Reply> PostAsync(Site site, SignedWebhook webhook, bool tampered = false)
    {
        var body = webhook.Body.ToArray();
        if (tampered) body[^2] ^= 1;
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(webhook.ContentType);
        return await site.SendAsync(HttpMethod.Post, webhook.Path, null, content, [.. webhook.Headers.Select(h => (h.Key, h.Value))]);
    }

    [Fact]
    public async Task Orders_SignedByTheirPlatforms_StartTheirOrders()
    {
        await using var site = await StartAsync();

        var own = await PostAsync(site, SampleWebhooks.Own(Order(StorefrontKind.Own), OwnSecret, "m1", site.Clock.GetUtcNow()));
        var shopify = await PostAsync(site, SampleWebhooks.Shopify(Order(StorefrontKind.Shopify), "orders/create", "shop-secret", "s1"));
        var woo = await PostAsync(site, SampleWebhooks.WooCommerce(Order(StorefrontKind.Woo), "order.created", "woo-secret", "w1"));

        Assert.Equal(["demo.own.5001", "demo.shopify.5001", "demo.woo.5001"], new[] { own, shopify, woo }.Select(a => a.Json.GetProperty("order").GetString()));
        Assert.All([own, shopify, woo], a => Assert.Equal(202, a.Status));
        Assert.All(site.Inbox.Accepted, a => Assert.Equal("Камилла Пример", Assert.IsType<IntakeAction.Upsert>(a.Action).Place.Order.Customer.Name));
    }

    [Fact]
    public async Task Orders_ChangedOnTheWay_Are401()
    {
        await using var site = await StartAsync();

        Assert.Equal(401, (await PostAsync(site, SampleWebhooks.Own(Order(StorefrontKind.Own), OwnSecret, "m1", site.Clock.GetUtcNow()), tampered: true)).Status);
        Assert.Equal(401, (await PostAsync(site, SampleWebhooks.Shopify(Order(StorefrontKind.Shopify), "orders/create", "shop-secret", "s1"), tampered: true)).Status);
        Assert.Equal(401, (await PostAsync(site, SampleWebhooks.WooCommerce(Order(StorefrontKind.Woo), "order.created", "woo-secret", "w1"), tampered: true)).Status);
        Assert.Equal(401, (await PostAsync(site, SampleWebhooks.Own(Order(StorefrontKind.Own), OwnSecret, "m2", site.Clock.GetUtcNow().AddMinutes(-6)))).Status);
        Assert.Empty(site.Inbox.Accepted);
    }

    [Fact]
    public async Task Own_FaultyOrder_Is422WithEveryFault()
    {
        await using var site = await StartAsync();
        var body = """{"id":"1","placedAt":"2026-03-02T08:00:00Z","currency":"EUR","customer":{"name":"C"},"lines":[{"id":"a","sku":"s","title":"t","quantity":-1,"unitPrice":"1"}],"payment":{"state":"paid"},"colour":"red"}"""u8.ToArray();
        var headers = Integrations.Storefronts.Signatures.StandardWebhooks.Sign(OwnSecret, "m1", site.Clock.GetUtcNow(), body);

        var answer = await PostAsync(site, new SignedWebhook("/webhooks/orders/demo", headers, body, "application/json"));

        Assert.Equal((422, "invalid-order"), (answer.Status, answer.Problem));
        Assert.Contains(answer.Json.GetProperty("faults").EnumerateArray(), f => f.GetProperty("path").GetString() == "$.lines[0].quantity");
        Assert.Empty(site.Inbox.Accepted);
    }

    [Fact]
    public async Task WooCommerce_Ping_Is200AndDoesNothing()
    {
        await using var site = await StartAsync();

        Assert.Equal(200, (await PostAsync(site, SampleWebhooks.WooPing(Samples.Store, 7))).Status);
        Assert.Empty(site.Ledger.Writes);
    }

    [Fact]
    public async Task Reports_Signed_ReachTheirOrders()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var site = await StartAsync(key);
        site.Orders.Have(Samples.View() with { Shipments = [new(1, OrderStatus.Sent, Samples.Release().Lines, "post", "RR123", null, null, null)] });

        var scan = await PostAsync(site, SampleWebhooks.EasyPost(Samples.Store, "RR123", "delivered", "easy", "e1", site.Clock.GetUtcNow()));
        var bounce = await PostAsync(site, SampleWebhooks.SendGrid(Samples.Store, [("bounce", Samples.OrderId + "/1", Samples.OrderId)], key, site.Clock.GetUtcNow()));
        var forged = await PostAsync(site, SampleWebhooks.EasyPost(Samples.Store, "RR123", "delivered", "other", "e2", site.Clock.GetUtcNow()));

        Assert.Equal((200, 200, 401), (scan.Status, bounce.Status, forged.Status));
        Assert.IsType<OrderCommand.Delivered>(Assert.IsType<IntakeAction.Raise>(site.Inbox.Accepted[0].Action).Command);
        Assert.IsType<OrderCommand.MailReported>(Assert.IsType<IntakeAction.Raise>(site.Inbox.Accepted[1].Action).Command);
    }
}
