using System.Diagnostics;
using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Cli;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Load;

/// <summary>Signed webhooks of new orders at a steady rate, for a bounded time, on a running server.</summary>
internal sealed class LoadRun(LoadOptions options, StoreSettings store)
{
    private const int MaxUnderWay = 512;
    private readonly string _secret = store.Secrets.Own.Count > 0
        ? store.Secrets.Own[0]
        : throw new UserError($"Store '{store.Profile.Id}' has no secret for the own format; add one under stores:{store.Profile.Id}:secrets:own.");
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<double> _milliseconds = [];
    private int _acknowledged;
    private int _failed;

    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = MaxUnderWay };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(options.Url), Timeout = TimeSpan.FromSeconds(30) };
        await ReadyAsync(http, cancellationToken);
        using var slots = new SemaphoreSlim(MaxUnderWay);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var total = options.Rate * options.Seconds;
        var late = 0;
        var posts = new List<Task>(total);
        for (var i = 0; i < total && !cancellationToken.IsCancellationRequested; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / options.Rate);
            if (due > watch.Elapsed + TimeSpan.FromMilliseconds(1)) await Task.Delay(due - watch.Elapsed, CancellationToken.None);
            if (!slots.Wait(0, CancellationToken.None))
            {
                late++;
                await slots.WaitAsync(CancellationToken.None);
            }

            posts.Add(PostAsync(http, i, slots));
        }

        await Task.WhenAll(posts);
        return Result(posts.Count, late, watch.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }

    private async Task ReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("/readyz", cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new UserError($"The server on {options.Url} is not ready ({(int)answer.StatusCode}); look at its log.");
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"No server answers on {options.Url}: start ./fulfil serve, or name it with --url. ({e.Message})", inner: e);
        }
    }

    private async Task PostAsync(HttpClient http, int number, SemaphoreSlim slots)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var webhook = SampleWebhooks.Own(Order(number), _secret, $"load-{_run}-{number}", DateTimeOffset.UtcNow);
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Path) { Content = new ByteArrayContent(webhook.Body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", webhook.ContentType);
            foreach (var (name, value) in webhook.Headers) request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await http.SendAsync(request);
            if (answer.IsSuccessStatusCode) Acknowledged(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            else Interlocked.Increment(ref _failed);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failed);
        }
        finally
        {
            slots.Release();
        }
    }

    private void Acknowledged(double milliseconds)
    {
        Interlocked.Increment(ref _acknowledged);
        lock (_milliseconds) _milliseconds.Add(milliseconds);
    }

    private OrderSnapshot Order(int number)
    {
        var currency = store.Profile.Currency;
        var price = Money.Round(1450 * currency.MinorPerMajor / 100, currency);
        var now = DateTimeOffset.UtcNow;
        return new OrderSnapshot
        {
            Store = store.Profile.Id,
            Source = StorefrontKind.Own,
            ExternalId = string.Create(CultureInfo.InvariantCulture, $"load-{_run}-{number}"),
            Number = string.Create(CultureInfo.InvariantCulture, $"L{number}"),
            PlacedAt = now,
            UpdatedAt = now,
            Customer = new Customer("Load Sample", string.Create(CultureInfo.InvariantCulture, $"load{number}@example.com")),
            ShipTo = new Address("Load Sample", "1 rue de l'Exemple", null, "Lyon", null, "69001", "FR"),
            Lines =
            [
                new OrderLine { Id = "1", Sku = "LOAD", Title = "Load sample", Category = "default", Quantity = 1, UnitPrice = price, UnitDiscount = Money.Zero(currency) },
            ],
            Charges = OrderCharges.None(currency) with { Paid = price },
            Payment = PaymentState.Paid,
        };
    }

    private LoadResult Result(int sent, int late, TimeSpan took, TimeSpan cpu)
    {
        _milliseconds.Sort();
        return new(sent, _acknowledged, _failed, late, Math.Round(_acknowledged / took.TotalSeconds, 1), At(0.50), At(0.99), At(1), Math.Round(cpu.TotalSeconds, 2));

        double At(double share) => _milliseconds.Count == 0 ? 0 : Math.Round(_milliseconds[(int)Math.Ceiling(share * _milliseconds.Count) - 1], 2);
    }
}
