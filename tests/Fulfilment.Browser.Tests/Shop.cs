using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Serving;
using Fulfilment.Integrations.Storefronts;
using Microsoft.Playwright;

namespace Fulfilment.Browser.Tests;

/// <summary>The real service on a fresh data folder with a few products in stock, and a real browser in front of it.</summary>
public sealed class Shop : IAsyncLifetime
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static readonly Currency Euro = Currency.Of("EUR");
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("fulfilment-browser-");
    private FulfilmentServer _server = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private HttpClient _api = null!;
    private int _orders;

    public Uri Address { get; private set; } = null!;

    /// <summary>The one-time link that the first start prints.</summary>
    public string FirstLink { get; private set; } = "";

    public string AdminToken { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var options = new ServerOptions(_data.FullName, "http://127.0.0.1:0", [$"stores:demo:secrets:own:0={Secret}", "stores:demo:locale=fr", "stores:demo:brand=Atelier Exemple"]);
        _server = await FulfilmentServer.StartAsync(options, CancellationToken.None);
        var greeting = await _server.GreetingAsync(CancellationToken.None);
        Address = new Uri(greeting[0].Replace("Listening on ", "", StringComparison.Ordinal));
        FirstLink = greeting.Single(l => l.Contains("/staff/enter/", StringComparison.Ordinal)).Split(": ")[1];
        AdminToken = await TokenIssuer.IssueAsync(_data.FullName, new TokenRequest("admin", null, "Alix (admin)"), CancellationToken.None);
        _api = Client(Address, AdminToken);
        await StockAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("FULFIL_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    private static HttpClient Client(Uri address, string token) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private async Task StockAsync()
    {
        const string catalogue = "sku,category,price,title_fr,title_en,tax_rate\nBAGUE,gravure,80.00,Bague gravée,Engraved ring,20%\nCARNET,papeterie,12.50,Carnet,Notebook,20%\nTASSE,maison,9.90,Tasse,Mug,20%\n";
        await SendAsync(HttpMethod.Post, "/api/catalogue", new StringContent(catalogue, new MediaTypeHeaderValue("text/csv")));
        IReadOnlyList<ShippingQuote> services = [new(new("standard", "Standard"), Eur(4.9m)), new(new("express", "Express"), Eur(12.9m))];
        await SendAsync(HttpMethod.Put, "/api/catalogue/shipping", JsonContent.Create(services, options: DomainJson.Options));
        foreach (var sku in (string[])["BAGUE", "CARNET", "TASSE"])
            await SendAsync(HttpMethod.Post, "/api/stock/arrivals", JsonContent.Create(new { sku, quantity = 100 }));
    }

    private async Task SendAsync(HttpMethod method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _api.SendAsync(request);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>An order by signed webhook; returns its id once it can be seen.</summary>
    public async Task<string> PlaceAsync()
    {
        var number = (1000 + Interlocked.Increment(ref _orders)).ToString(CultureInfo.InvariantCulture);
        var now = DateTimeOffset.UtcNow;
        var order = new OrderSnapshot
        {
            Store = "demo",
            Source = StorefrontKind.Own,
            ExternalId = number,
            Number = "#" + number,
            PlacedAt = now,
            UpdatedAt = now,
            Locale = "fr-FR",
            Customer = new("Camille Exemple", "camille@example.com", "+33 1 00 00 00 00"),
            ShipTo = new("Camille Exemple", "1 rue de l’Exemple", null, "Lyon", null, "69001", "FR"),
            Shipping = new("standard", "Standard"),
            Lines = [Line("l1", "BAGUE", "Bague gravée", "gravure", 1, 80m) with { Personalisation = new Dictionary<string, string> { ["Texte"] = "C + E" } }, Line("l2", "CARNET", "Carnet", "papeterie", 3, 12.5m)],
            Charges = OrderCharges.None(Euro) with { Shipping = Eur(4.9m), Paid = Eur(122.4m) },
            Payment = PaymentState.Paid,
            GiftMessage = "Joyeux anniversaire",
        };
        var webhook = SampleWebhooks.Own(order, Secret, "delivery-" + number, now);
        using var content = new ByteArrayContent(webhook.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(webhook.ContentType);
        foreach (var (name, value) in webhook.Headers) content.Headers.TryAddWithoutValidation(name, value);
        await SendAsync(HttpMethod.Post, webhook.Path, content);
        var id = "demo.own." + number;
        // A command waits for its receipt, and by then the order is there to be seen.
        await SendAsync(HttpMethod.Post, $"/api/orders/{id}/commands", JsonContent.Create(new { type = "AddNote", text = "Placed by a browser test" }));
        return id;
    }

    private static OrderLine Line(string id, string sku, string title, string category, int quantity, decimal price) => new()
    {
        Id = id,
        Sku = sku,
        Title = title,
        Category = category,
        Quantity = quantity,
        UnitPrice = Eur(price),
        UnitDiscount = Eur(0),
        TaxRate = 0.20m,
        WeightGrams = 200,
    };

    private static Money Eur(decimal major) => Money.FromMajor(major, Euro);

    /// <summary>A page of a browser that nobody is signed in to.</summary>
    public async Task<IPage> OpenAsync(int width = 1200, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = Address.ToString(), ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        // Nothing here needs a script, and the pages forbid all.
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Console.Error.WriteLine($"browser: {message.Text}");
        };
        return page;
    }

    public async Task<IPage> SignedInAsync(int width = 1200, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await OpenAsync(width, scheme);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#token", AdminToken);
        await page.ClickAsync("main button");
        return page;
    }

    /// <summary>The customer's link, made on the staff page.</summary>
    public async Task<string> LinkAsync(string orderId)
    {
        var staff = await SignedInAsync();
        await staff.GotoAsync("/staff/orders/" + orderId);
        await staff.ClickAsync("summary:has-text('Customer link')");
        await staff.ClickAsync("button[value=make]");
        var link = await staff.GetAttributeAsync(".notice a", "href");
        await staff.Context.CloseAsync();
        return new Uri(link!).PathAndQuery;
    }

    /// <summary>Keeps a picture of the page beside the test's output, for people to look at.</summary>
    public static Task ShotAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png"), FullPage = true });

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _api.Dispose();
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }
}

[CollectionDefinition(nameof(Shop))]
public sealed class ShopCollection : ICollectionFixture<Shop>;
