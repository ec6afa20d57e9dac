using Fulfilment.Host.Cli;
using Fulfilment.Host.Settings;
using Fulfilment.Host.Tests.Running;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Tests.Settings;

/// <summary>The environment is the process's: these tests must not run beside each other.</summary>
public sealed class SettingsLoaderTests : IDisposable
{
    private const string BrandVariable = "Fulfilment__Stores__demo__Brand";
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(BrandVariable, null);
        _folder.Dispose();
    }

    [Fact]
    public void Load_WholeFile_BindsEverySetting()
    {
        Write("""
            // comments and trailing commas are welcome
            { "urls": "http://127.0.0.1:9000", "retentionDays": 30, "otlpEndpoint": "http://127.0.0.1:4318", "stores": { "demo": {
              "brand": "Shop", "locale": "fr", "currency": "jpy", "timeZone": "Asia/Tokyo", "publicUrl": "https://orders.shop.example/", "testStore": true, "policyFile": "rules.json",
              "secrets": { "shopify": ["a", "b"], "woocommerce": ["c"], "own": ["whsec_MDEyMzQ1Njc4OWFiY2RlZg=="], "easypost": ["d"], "sendgrid": [] },
              "mail": { "provider": "smtp", "from": "a@example.com", "smtpHost": "mail.example.com", "smtpPort": 587, "smtpUser": "u", "smtpPassword": "p", "smtpTls": false, "templateFolder": "t" },
              "carrier": { "provider": "own", "name": "post", "serviceIndicator": "CP", "country": "JP", "trackingUrl": "https://post.example/{number}" },
              "payment": { "provider": "sandbox" },
              "storefront": { "skuCategories": { "A-1": "books" }, "categoryAliases": { "livre": "books" }, "shippingAliases": { "colissimo": "standard" }, "notifyUrl": "https://shop.example/hook" },
            } } }
            """);

        var settings = Load();

        Assert.Equal(("http://127.0.0.1:9000", 30, new Uri("http://127.0.0.1:4318")), (settings.Urls, settings.RetentionDays, settings.OtlpEndpoint));
        var entry = Assert.Single(settings.Stores);
        Assert.Equal(_folder.In("rules.json"), entry.PolicyFile);
        var store = entry.Store;
        Assert.Equal(("demo", "Shop", "fr", "JPY", "Asia/Tokyo", true), (store.Profile.Id, store.Profile.Brand, store.Profile.Locale, store.Profile.Currency.Code, store.Profile.TimeZone, store.Profile.TestStore));
        Assert.Equal("https://orders.shop.example", store.PublicUrl);
        Assert.Equal(["a", "b"], store.Secrets.Shopify);
        Assert.Equal(new MailSettings("smtp", "a@example.com", "mail.example.com", 587, "u", "p", SmtpTls: false, TemplateFolder: "t"), store.Mail);
        Assert.Equal(new CarrierSettings("own", "post", "CP", "JP", "https://post.example/{number}"), store.Carrier);
        Assert.Equal("sandbox", store.Payment.Provider);
        Assert.Equal("books", store.Storefront.SkuCategories["A-1"]);
        Assert.Equal("standard", store.Storefront.ShippingAliases["colissimo"]);
    }

    [Fact]
    public void Load_FileEnvironmentAndCommandLine_LaterOnesWin()
    {
        Write("""{ "stores": { "demo": { "brand": "file", "locale": "fr" } } }""");
        Assert.Equal("file", Brand());

        Environment.SetEnvironmentVariable(BrandVariable, "environment");
        Assert.Equal("environment", Brand());
        Assert.Equal("command line", Brand("stores:demo:brand=command line"));
        Assert.Equal("fr", Load().Stores[0].Store.Profile.Locale);
    }

    [Theory]
    [InlineData("""{ "stores": { "demo": { "barnd": "x" } } }""", "stores:demo:barnd is no setting")]
    [InlineData("""{ "store": { "demo": { "brand": "x" } } }""", "(store) is no setting")]
    [InlineData("""{ "retentionDays": 0, "stores": { "demo": { } } }""", "retentionDays must be a whole number from 1 to 36500, not '0'")]
    [InlineData("""{ "retention": 5, "stores": { "demo": { } } }""", "retention is no setting")]
    [InlineData("""{ "otlpEndpoint": "collector:4317", "stores": { "demo": { } } }""", "otlpEndpoint must be the http(s) address of an OpenTelemetry collector")]
    [InlineData("""{ "stores": { "demo": { "mail": { "smtpPort": "many" } } } }""", "stores:demo:mail:smtpPort must be a whole number from 1 to 65535, not 'many'")]
    [InlineData("""{ "stores": { "demo": { "mail": { "provider": "pigeon" } } } }""", "stores:demo:mail:provider must be one of files, smtp, sendgrid, not 'pigeon'")]
    [InlineData("""{ "stores": { "demo": { "mail": { "provider": "smtp" } } } }""", "stores:demo:mail:smtpHost is needed because provider is smtp")]
    [InlineData("""{ "stores": { "demo": { "mail": "files" } } }""", "stores:demo:mail is a group of settings")]
    [InlineData("""{ "stores": { "demo": { "testStore": "perhaps" } } }""", "stores:demo:testStore must be true or false")]
    [InlineData("""{ "stores": { "demo": { "timeZone": "Mars/Base" } } }""", "stores:demo:timeZone must be an IANA time zone")]
    [InlineData("""{ "stores": { "demo": { "timeZone": "Romance Standard Time" } } }""", "stores:demo:timeZone must be an IANA time zone")]
    [InlineData("""{ "stores": { "demo": { "currency": "EURO" } } }""", "stores:demo:currency 'EURO' is not an ISO 4217 currency code")]
    [InlineData("""{ "stores": { "demo": { "locale": "de" } } }""", "stores:demo:locale must be one of en, fr, not 'de'")]
    [InlineData("""{ "stores": { "demo": { "publicUrl": "shop" } } }""", "stores:demo:publicUrl must be an http(s) address")]
    [InlineData("""{ "stores": { "demo": { "secrets": { "shopify": "one" } } } }""", "stores:demo:secrets:shopify is a list")]
    [InlineData("""{ "stores": { "demo": { "secrets": { "own": ["short"] } } } }""", "stores:demo:secrets:own:0 must be base64")]
    [InlineData("""{ "stores": { "demo": { "carrier": { "country": "France" } } } }""", "stores:demo:carrier:country must be two capital letters")]
    [InlineData("""{ "stores": { "My Shop": { "brand": "x" } } }""", "is no store key")]
    [InlineData("""{ "stores": { } }""", "names no store")]
    public void Load_UnknownOrMalformedSetting_NamesFileAndPath(string json, string expected)
    {
        var file = Write(json);

        var error = Assert.Throws<UserError>(() => Load());

        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(UserError.Failure, error.ExitCode);
    }

    [Theory]
    [InlineData("{\n  \"stores\": {\n    oops\n} }", "line 3, column 5")]
    [InlineData("{ \"stores\": ", "line 1")]
    [InlineData("[]", "must be one JSON object")]
    public void Load_NotJson_NamesTheLine(string text, string expected)
    {
        Write(text);

        var error = Assert.Throws<UserError>(() => Load());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FaultInTheEnvironment_NamesTheVariable()
    {
        Write("""{ "stores": { "demo": { } } }""");
        Environment.SetEnvironmentVariable("Fulfilment__Stores__demo__Mail__SmtpPort", "0");
        try
        {
            var error = Assert.Throws<UserError>(() => Load());

            Assert.StartsWith("environment Fulfilment__", error.Message, StringComparison.Ordinal);
            Assert.Contains("smtpPort", error.Message, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Fulfilment__Stores__demo__Mail__SmtpPort", null);
        }
    }

    [Fact]
    public void Load_FaultOnTheCommandLine_NamesTheOption()
    {
        Write("""{ "stores": { "demo": { } } }""");

        Assert.Contains("--set stores:demo:locale", Assert.Throws<UserError>(() => Load("stores:demo:locale=xx")).Message, StringComparison.Ordinal);
        Assert.Equal(UserError.BadArguments, Assert.Throws<UserError>(() => Load("nonsense")).ExitCode);
    }

    [Fact]
    public void FirstSettings_Written_LoadAndAreForTheOwnerOnly()
    {
        Assert.True(FirstSettings.WriteIfMissing(_folder.Path, "http://127.0.0.1:8080"));
        Assert.False(FirstSettings.WriteIfMissing(_folder.Path, "http://127.0.0.1:9999"));

        var store = Assert.Single(Load().Stores).Store;

        Assert.Equal(("demo", "http://127.0.0.1:8080"), (store.Profile.Id, store.PublicUrl));
        Assert.NotEmpty(store.Secrets.Own);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.In("fulfil.json")));
    }

    private string Write(string json) => _folder.Write("fulfil.json", json);

    private FulfilSettings Load(params string[] assignments) => SettingsLoader.Load(_folder.Path, assignments);

    private string Brand(params string[] assignments) => Load(assignments).Stores[0].Store.Profile.Brand;
}
