using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

public class SignatureTests
{
    private static readonly byte[] Body = Samples.Utf8("{\"id\":820982911946154508,\"note\":\"é\"}");

    public static TheoryData<string, string> Variants => new() { { "shopify", "X-Shopify-Hmac-Sha256" }, { "shopify", "Shopify-Hmac-Sha256" }, { "shopify", "x-shopify-hmac-sha256" }, { "woocommerce", "X-WC-Webhook-Signature" } };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_SignedBody_IsValidUnderEachHeaderName(string source, string header) =>
        Assert.Equal(SignatureCheck.Valid, Check(source, header, Sign(source, "new"), "old", "new"));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_OtherSecret_IsInvalid(string source, string header) =>
        Assert.Equal(SignatureCheck.Invalid, Check(source, header, Sign(source, "third"), "old", "new"));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_MalformedSignature_IsInvalid(string source, string header) =>
        Assert.Equal(SignatureCheck.Invalid, Check(source, header, "no base64!", "old"));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_NoSecretInTheStore_IsNoSecret(string source, string header) =>
        Assert.Equal(SignatureCheck.NoSecret, Check(source, header, Sign(source, "")));

    [Theory]
    [InlineData("shopify")]
    [InlineData("woocommerce")]
    public void Verify_NoHeader_IsMissing(string source) =>
        Assert.Equal(SignatureCheck.Missing, Check(source, "X-Other", "x", "old"));

    [Fact]
    public void Verify_KnownVector_MatchesIndependentHmac()
    {
        // printf 'hello' | openssl dgst -sha256 -hmac hush -binary | base64
        Assert.Equal("zvT9tMFR8adPsBeM6dkn8QqflvWemcuCShl3MgGBDKI=", ShopifyWebhooks.Sign("hush", Samples.Utf8("hello")));
    }

    [Fact]
    public void Verify_WooPing_IsAnUnsignedPingThatDoesNothing()
    {
        var ping = SampleWebhooks.WooPing("demo", 17).ToRequest();
        var source = new WooCommerceWebhooks();

        Assert.Equal(SignatureCheck.UnsignedPing, source.Verify(ping, Samples.Store, Samples.Now));
        Assert.IsType<IntakeAction.Ignore>(source.Map(ping, Samples.Store, Samples.Policy, Samples.Now).Action);
    }

    [Theory]
    [InlineData("webhook_id=17&status=paid", "application/x-www-form-urlencoded")]
    [InlineData("webhook_id=17", "application/json")]
    [InlineData("{\"id\":1}", "application/x-www-form-urlencoded")]
    public void Verify_UnsignedBodyThatIsNoPing_IsMissing(string body, string contentType) =>
        Assert.Equal(SignatureCheck.Missing, new WooCommerceWebhooks().Verify(new("demo", WebhookRequest.HeaderSet([]), Samples.Utf8(body), contentType), Samples.Store, Samples.Now));

    [Fact]
    public void Map_SignedSamples_CarryTopicAndDeliveryId()
    {
        var shopify = new ShopifyWebhooks().Map(SampleWebhooks.Shopify(Samples.Order(StorefrontKind.Shopify), "orders/create", "s", "d-7").ToRequest(), Samples.Store, Samples.Policy, Samples.Now);
        var woo = new WooCommerceWebhooks().Map(SampleWebhooks.WooCommerce(Samples.Order(StorefrontKind.Woo), "order.created", "s", "d-8").ToRequest(), Samples.Store, Samples.Policy, Samples.Now);

        Assert.Equal(("shopify", "orders/create", "d-7"), (shopify.Delivery.Source, shopify.Delivery.Topic, shopify.Delivery.DeliveryId));
        Assert.Equal("demo.shopify.1001", Assert.IsType<IntakeAction.Upsert>(shopify.Action).OrderId);
        Assert.Equal(("woocommerce", "order.created", "d-8"), (woo.Delivery.Source, woo.Delivery.Topic, woo.Delivery.DeliveryId));
        Assert.Equal("demo.woo.1001", Assert.IsType<IntakeAction.Upsert>(woo.Action).OrderId);
    }

    private static string Sign(string source, string secret) => source == "shopify" ? ShopifyWebhooks.Sign(secret, Body) : WooCommerceWebhooks.Sign(secret, Body);

    private static SignatureCheck Check(string source, string header, string signature, params string[] secrets)
    {
        var request = new WebhookRequest("demo", WebhookRequest.HeaderSet([new(header, signature)]), Body, "application/json");
        IWebhookSource verifier = source == "shopify" ? new ShopifyWebhooks() : new WooCommerceWebhooks();
        return verifier.Verify(request, Samples.Store with { Secrets = new() { Shopify = secrets, Woocommerce = secrets } }, Samples.Now);
    }
}
