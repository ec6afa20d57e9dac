using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.Host.Settings;

namespace Fulfilment.Host.Demo.World;

/// <summary>The settings and secrets of one run of the demo.</summary>
/// <param name="Clock">Guards the virtual clock.</param>
internal sealed record DemoSecrets(string Shopify, string Woocommerce, string Own, string Easypost, string Clock)
{
    public static DemoSecrets New() => new(Text(), Text(), $"whsec_{Convert.ToBase64String(Bytes())}", Text(), Text());

    private static string Text() => Convert.ToHexStringLower(Bytes());

    private static byte[] Bytes() => System.Security.Cryptography.RandomNumberGenerator.GetBytes(24);
}

internal static class DemoSettings
{
    private const string PolicyName = "policy.json";

    /// <summary>Writes fulfil.json and the release policy into the run's folder.</summary>
    /// <param name="notifyUrl">Where the shops' own sites hear of their orders; null: nowhere.</param>
    public static void Write(string directory, string url, DemoSecrets secrets, string? notifyUrl = null)
    {
        var settings = new JsonObject
        {
            ["stores"] = new JsonObject
            {
                [DemoWorld.Shop] = Store("Maison Exemple", "fr", "sandbox", url, secrets, notifyUrl),
                [DemoWorld.Workshop] = Store("Sample Workshop", "en", "manual", url, secrets, notifyUrl),
            },
        };
        var pretty = new JsonSerializerOptions(DomainJson.Options) { WriteIndented = true };
        File.WriteAllText(Path.Combine(directory, SettingsSource.FileName), settings.ToJsonString(pretty));
        File.WriteAllText(Path.Combine(directory, PolicyName), JsonSerializer.Serialize(DemoWorld.Policy, pretty));
    }

    private static JsonObject Store(string brand, string locale, string payment, string url, DemoSecrets secrets, string? notifyUrl) => new()
    {
        ["brand"] = brand,
        ["locale"] = locale,
        ["currency"] = DemoWorld.Euro.Code,
        ["timeZone"] = DemoWorld.TimeZone,
        ["publicUrl"] = url,
        ["policyFile"] = PolicyName,
        ["secrets"] = new JsonObject
        {
            ["shopify"] = new JsonArray(secrets.Shopify),
            ["woocommerce"] = new JsonArray(secrets.Woocommerce),
            ["own"] = new JsonArray(secrets.Own),
            ["easypost"] = new JsonArray(secrets.Easypost),
        },
        ["payment"] = new JsonObject { ["provider"] = payment },
        ["storefront"] = new JsonObject
        {
            ["skuCategories"] = new JsonObject(DemoWorld.Products.Select(p => KeyValuePair.Create(p.Sku, (JsonNode?)p.Category))),
            ["shippingAliases"] = new JsonObject { ["point relais"] = "relay" },
            ["notifyUrl"] = notifyUrl,
        },
    };
}
