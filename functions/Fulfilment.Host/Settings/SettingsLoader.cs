using Fulfilment.Domain;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Cli;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Settings;

/// <summary>Binds the settings strictly: whatever is unknown or malformed stops the start and is named by its path.</summary>
public static class SettingsLoader
{
    /// <param name="directory">The data folder; need not exist.</param>
    /// <param name="assignments">From the command line, each "path:to:setting=value".</param>
    /// <exception cref="UserError">The first fault found.</exception>
    public static FulfilSettings Load(string directory, IReadOnlyList<string> assignments)
    {
        var source = SettingsSource.Read(directory, assignments);
        var root = new StrictSection(source, "");
        var urls = root.Optional("urls");
        var retention = root.Whole("retentionDays", FulfilSettings.DefaultRetentionDays, 1, FulfilSettings.MaxRetentionDays);
        var otlp = OtlpEndpoint(root);
        var bootstrap = Bootstrap(root);
        var stores = root.Child("stores");
        var entries = stores.Names().Select(name => Entry(source, stores, name)).ToList();
        root.RefuseUnknown();
        if (entries.Count == 0) throw new UserError($"{Path.Combine(directory, SettingsSource.FileName)} names no store; add one under \"stores\" (see README, Settings).");
        return new(urls, entries) { RetentionDays = retention, OtlpEndpoint = otlp, BootstrapSecret = bootstrap, Unresolved = source.Unresolved() };
    }

    private static Uri? OtlpEndpoint(StrictSection root)
    {
        if (root.Optional("otlpEndpoint") is not { } url) return null;
        return Web(url) ? new Uri(url) : throw root.Fault("otlpEndpoint", $"must be the http(s) address of an OpenTelemetry collector such as http://127.0.0.1:4318, not '{url}'");
    }

    private static string? Bootstrap(StrictSection root)
    {
        const string key = "bootstrapSecret";
        if (root.Optional(key)?.Trim() is not { Length: > 0 } secret) return null;
        return secret.Length >= 32 ? secret : throw root.Fault(key, "must have at least 32 characters; make one with 'openssl rand -base64 32'");
    }

    private static StoreEntry Entry(SettingsSource source, StrictSection stores, string name)
    {
        // Names from the environment come in any case; a store's key is lower case everywhere else.
        var id = name.ToLowerInvariant();
        if (!OrderIds.IsStoreKey(id)) throw stores.Fault(name, "is no store key: use 1 to 40 of a-z, 0-9 and '-'");
        var section = stores.Child(name);
        var settings = new StoreSettings
        {
            Profile = Profile(section, id),
            PublicUrl = PublicUrl(section),
            Secrets = Secrets(section.Child("secrets")),
            Mail = Mail(section.Child("mail")),
            Carrier = Carrier(section.Child("carrier")),
            Payment = Payment(section.Child("payment")),
            Storefront = Storefront(section.Child("storefront")),
        };
        var policy = section.Optional("policyFile");
        section.RefuseUnknown();
        return new(settings, policy is null ? null : Path.GetFullPath(policy, Path.GetFullPath(source.Directory)));
    }

    private static StoreProfile Profile(StrictSection s, string id)
    {
        var zone = s.Text("timeZone", "Etc/UTC");
        if (!CalendarMath.IsKnownZone(zone)) throw s.Fault("timeZone", $"must be an IANA time zone such as Europe/Paris, not '{zone}'");
        return new(id, s.Text("brand", id), s.OneOf("locale", "en", "en", "fr"), CurrencyOf(s), zone, s.Flag("testStore", false));
    }

    private static Currency CurrencyOf(StrictSection s)
    {
        try
        {
            return Currency.Of(s.Text("currency", "EUR"));
        }
        catch (ArgumentException e)
        {
            throw s.Fault("currency", e.Message.Split(" (Parameter", 2)[0].TrimEnd('.'));
        }
    }

    private static string PublicUrl(StrictSection s)
    {
        var url = s.Text("publicUrl", "http://127.0.0.1:8080").TrimEnd('/');
        return Web(url) ? url : throw s.Fault("publicUrl", $"must be an http(s) address such as https://orders.shop.example, not '{url}'");
    }

    private static StoreSecrets Secrets(StrictSection s)
    {
        var secrets = new StoreSecrets
        {
            Shopify = s.List("shopify"),
            Woocommerce = s.List("woocommerce"),
            Own = s.List("own"),
            Easypost = s.List("easypost"),
            Sendgrid = s.List("sendgrid"),
        };
        s.RefuseUnknown();
        foreach (var (secret, index) in secrets.Own.Select((secret, index) => (secret, index)))
        {
            var text = secret.StartsWith("whsec_", StringComparison.Ordinal) ? secret[6..] : secret;
            if (!IsBase64(text, 16)) throw s.Fault($"own:{index}", "must be base64 of at least 16 bytes, with or without whsec_ before it");
        }

        foreach (var (key, index) in secrets.Sendgrid.Select((key, index) => (key, index)))
            if (!IsBase64(key, 32)) throw s.Fault($"sendgrid:{index}", "must be SendGrid's verification key (base64)");
        return secrets;
    }

    private static MailSettings Mail(StrictSection s)
    {
        var defaults = new MailSettings();
        var mail = new MailSettings(
            s.OneOf("provider", defaults.Provider, "files", "smtp", "sendgrid"), s.Text("from", defaults.From), s.Optional("smtpHost"), s.Whole("smtpPort", defaults.SmtpPort, 1, 65535),
            s.Optional("smtpUser"), s.Optional("smtpPassword"), s.Flag("smtpTls", defaults.SmtpTls), s.Optional("sendgridApiKey"), s.Text("sendgridBaseUrl", defaults.SendgridBaseUrl),
            s.Optional("templateFolder"));
        s.RefuseUnknown();
        if (!mail.From.Contains('@', StringComparison.Ordinal)) throw s.Fault("from", $"must be a mail address, not '{mail.From}'");
        if (mail is { Provider: "smtp", SmtpHost: null }) throw s.Fault("smtpHost", "is needed because provider is smtp");
        // Without a key that is still to come mails wait; they are tried again for more than a day.
        if (mail is { Provider: "sendgrid", SendgridApiKey: null } && !s.IsUnresolved("sendgridApiKey")) throw s.Fault("sendgridApiKey", "is needed because provider is sendgrid");
        if (!Web(mail.SendgridBaseUrl)) throw s.Fault("sendgridBaseUrl", "must be an http(s) address");
        return mail;
    }

    private static CarrierSettings Carrier(StrictSection s)
    {
        var defaults = new CarrierSettings();
        var carrier = new CarrierSettings(
            s.OneOf("provider", defaults.Provider, "own"), s.Text("name", defaults.Name), s.Text("serviceIndicator", defaults.ServiceIndicator), s.Text("country", defaults.Country), s.Optional("trackingUrl"));
        s.RefuseUnknown();
        if (!TwoCapitals(carrier.ServiceIndicator)) throw s.Fault("serviceIndicator", "must be two capital letters such as RR");
        if (!TwoCapitals(carrier.Country)) throw s.Fault("country", "must be two capital letters such as FR");
        return carrier;
    }

    private static PaymentSettings Payment(StrictSection s)
    {
        var payment = new PaymentSettings(s.OneOf("provider", new PaymentSettings().Provider, "manual", "sandbox"));
        s.RefuseUnknown();
        return payment;
    }

    private static StorefrontSettings Storefront(StrictSection s)
    {
        var storefront = new StorefrontSettings
        {
            SkuCategories = s.Map("skuCategories"),
            CategoryAliases = s.Map("categoryAliases"),
            ShippingAliases = s.Map("shippingAliases"),
            NotifyUrl = s.Optional("notifyUrl"),
        };
        s.RefuseUnknown();
        if (storefront.NotifyUrl is { } url && !Web(url)) throw s.Fault("notifyUrl", "must be an http(s) address");
        return storefront;
    }

    private static bool Web(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool TwoCapitals(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper);

    private static bool IsBase64(string text, int atLeastBytes)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written >= atLeastBytes;
    }
}
