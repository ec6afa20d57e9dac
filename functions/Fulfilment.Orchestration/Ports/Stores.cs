using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Ports;

/// <summary>The shops this installation serves, from its settings.</summary>
public interface IStoreDirectory
{
    StoreSettings? Find(string store);

    IReadOnlyCollection<StoreSettings> All { get; }
}

/// <summary>One shop's settings, as in <c>fulfil.json</c> under <c>stores:{id}</c>.</summary>
public sealed record StoreSettings
{
    public required StoreProfile Profile { get; init; }
    public StoreSecrets Secrets { get; init; } = new();
    public MailSettings Mail { get; init; } = new();
    public CarrierSettings Carrier { get; init; } = new();
    public PaymentSettings Payment { get; init; } = new();
    public StorefrontSettings Storefront { get; init; } = new();
    /// <summary>Public origin of customer links, without a trailing slash ("https://orders.shop.example").</summary>
    public string PublicUrl { get; init; } = "http://127.0.0.1:8080";
}

/// <summary>Several secrets of a kind are valid at once, for rotation.</summary>
public sealed record StoreSecrets
{
    public IReadOnlyList<string> Shopify { get; init; } = [];
    public IReadOnlyList<string> Woocommerce { get; init; } = [];
    /// <summary>Standard Webhooks secrets: "whsec_" + base64, or plain base64.</summary>
    public IReadOnlyList<string> Own { get; init; } = [];
    public IReadOnlyList<string> Easypost { get; init; } = [];
    /// <summary>Public keys (base64 SubjectPublicKeyInfo) of the signed event webhook.</summary>
    public IReadOnlyList<string> Sendgrid { get; init; } = [];
}

/// <param name="Provider">"files", "smtp" or "sendgrid".</param>
public sealed record MailSettings(
    string Provider = "files", string From = "orders@shop.example.com", string? SmtpHost = null, int SmtpPort = 25, string? SmtpUser = null, string? SmtpPassword = null,
    bool SmtpTls = true, string? SendgridApiKey = null, string SendgridBaseUrl = "https://api.sendgrid.com", string? TemplateFolder = null);

/// <param name="Provider">"own": waybills numbered here, in the S10 form.</param>
/// <param name="ServiceIndicator">First two letters of S10 numbers.</param>
/// <param name="TrackingUrl">With "{number}"; null: none.</param>
public sealed record CarrierSettings(string Provider = "own", string Name = "post", string ServiceIndicator = "RR", string Country = "FR", string? TrackingUrl = null);

/// <param name="Provider">"manual": staff collect and record; "sandbox": a provider that settles by itself, for demos and tests.</param>
public sealed record PaymentSettings(string Provider = "manual");

public sealed record StorefrontSettings
{
    /// <summary>SKU to category, before product type and tags.</summary>
    public IReadOnlyDictionary<string, string> SkuCategories { get; init; } = new Dictionary<string, string>();
    /// <summary>Product type or tag (lower case) to category; one that is not named is its own category if the policy knows it.</summary>
    public IReadOnlyDictionary<string, string> CategoryAliases { get; init; } = new Dictionary<string, string>();
    /// <summary>Storefront's shipping title or code (lower case) to the policy's service.</summary>
    public IReadOnlyDictionary<string, string> ShippingAliases { get; init; } = new Dictionary<string, string>();
    /// <summary>Where the own storefront wants to hear of shipments and cancellations (Standard Webhooks); null: nowhere.</summary>
    public string? NotifyUrl { get; init; }
}
