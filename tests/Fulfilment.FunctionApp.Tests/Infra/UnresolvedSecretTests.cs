using System.Security.Cryptography;
using System.Text;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>
/// Before the first secret is in the vault, and while the vault cannot be reached, each setting holds the text of its reference. That text stands in a public
/// repository: nobody may be let in by it.
/// </summary>
public sealed class UnresolvedSecretTests
{
    private const string Body = """{"id":1,"topic":"order.created"}""";

    [Theory]
    [InlineData("dev.bicepparam", 2)]
    [InlineData("prod.bicepparam", 7)]
    public async Task Start_NoReferenceIsResolved_TheAppRunsAndNamesEachSetting(string file, int references)
    {
        var settings = await LoadAsync(file);
        await using var test = await TestProduct.OpenAsync(settings);

        Assert.Equal(200, (await test.SendAsync("GET", "/healthz")).Status);
        Assert.Null(settings.BootstrapSecret);
        var warnings = test.Logs.Entries.Where(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("Key Vault reference that was not resolved", StringComparison.Ordinal)).ToList();
        Assert.Equal(references, warnings.Count);
        Assert.Contains(warnings, warning => warning.Text.Contains("bootstrapSecret", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Text.Contains("secrets:own:0", StringComparison.Ordinal));
        Assert.All(warnings, warning => Assert.DoesNotContain("vault.azure.net", warning.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Webhook_SignedWithTheReferenceItself_Is401(string file)
    {
        var settings = await LoadAsync(file);
        await using var test = await TestProduct.OpenAsync(settings);
        var store = Assert.Single(settings.Stores).Store.Profile.Id;
        foreach (var (path, headers) in Forged(store, test.Clock.GetUtcNow().ToUnixTimeSeconds()))
            Assert.Equal((path, 401), (path, (await test.SendAsync("POST", path, Body, headers)).Status));
        Assert.Empty(test.Started);
    }

    [Fact]
    public async Task Load_SomeAreResolved_TheOthersAloneAreLeftOut()
    {
        var parameters = await Bicep.CompileAsync("prod.bicepparam");
        var settings = ParameterFile.Load(parameters, name => name.EndsWith("shopify__0", StringComparison.Ordinal) ? "the real one" : Reference(name));
        var store = Assert.Single(settings.Stores).Store;
        Assert.Equal(["the real one"], store.Secrets.Shopify);
        Assert.Equal((0, 0, 0, 0), (store.Secrets.Own.Count, store.Secrets.Woocommerce.Count, store.Secrets.Easypost.Count, store.Secrets.Sendgrid.Count));
        Assert.Equal(("sendgrid", null), (store.Mail.Provider, store.Mail.SendgridApiKey));
    }

    private static async Task<FulfilSettings> LoadAsync(string file) => ParameterFile.Load(await Bicep.CompileAsync(file), Reference);

    private static string Reference(string setting) => $"@Microsoft.KeyVault(SecretUri=https://kv-fulfil.vault.azure.net/secrets/{setting}/)";

    /// <summary>What whoever knows the repository would send, for each kind that is signed with a shared secret.</summary>
    private static IEnumerable<(string Path, Dictionary<string, string> Headers)> Forged(string store, long time)
    {
        var shopify = Sign(Reference($"Fulfilment__stores__{store}__secrets__shopify__0"), Body);
        yield return ($"/webhooks/shopify/{store}", new() { ["X-Shopify-Hmac-Sha256"] = Convert.ToBase64String(shopify), ["X-Shopify-Topic"] = "orders/create", ["X-Shopify-Webhook-Id"] = "d1" });
        var woo = Sign(Reference($"Fulfilment__stores__{store}__secrets__woocommerce__0"), Body);
        yield return ($"/webhooks/woocommerce/{store}", new() { ["X-WC-Webhook-Signature"] = Convert.ToBase64String(woo), ["X-WC-Webhook-Topic"] = "order.created", ["X-WC-Webhook-Delivery-ID"] = "d1" });
        var easypost = Sign(Reference($"Fulfilment__stores__{store}__secrets__easypost__0"), Body);
        yield return ($"/webhooks/carriers/easypost/{store}", new() { ["X-Hmac-Signature"] = "hmac-sha256-hex=" + Convert.ToHexStringLower(easypost) });
        var own = Sign(Reference($"Fulfilment__stores__{store}__secrets__own__0"), $"msg-1.{time}.{Body}");
        yield return ($"/webhooks/orders/{store}", new() { ["webhook-id"] = "msg-1", ["webhook-timestamp"] = $"{time}", ["webhook-signature"] = $"v1,{Convert.ToBase64String(own)}" });
        yield return ($"/webhooks/sendgrid/{store}", new() { ["X-Twilio-Email-Event-Webhook-Signature"] = Convert.ToBase64String(own), ["X-Twilio-Email-Event-Webhook-Timestamp"] = $"{time}" });
    }

    private static byte[] Sign(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
}
