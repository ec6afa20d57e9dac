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
    /// <summary>More wait inside the client, and their time counts.</summary>
    private const int MaxConnections = 512;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);
    private readonly string _secret = store.Secrets.Own.Count > 0
        ? store.Secrets.Own[0]
        : throw new UserError($"Store '{store.Profile.Id}' has no secret for the own format; add one under stores:{store.Profile.Id}:secrets:own.");
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<double> _milliseconds = [];
    private int _number;
    private int _acknowledged;
    private int _failed;

    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = MaxConnections };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(options.Url), Timeout = TimeSpan.FromSeconds(30) };
        await ReadyAsync(http, cancellationToken);
        if (options.WarmUp > 0) await SendAsync(http, options.WarmUp, cancellationToken);
        Forget();
        var cpu = Cpu();
        var begun = Stopwatch.GetTimestamp();
        var (sent, late) = await SendAsync(http, options.Seconds, cancellationToken);
        return Result(sent, late, Stopwatch.GetElapsedTime(begun), Cpu() - cpu);
    }

    /// <summary>
    /// Open loop: each request leaves at its time, whatever became of those before, and is measured from when it was due. A generator
    /// that waited for answers would slow down with the server and leave out its worst moments.
    /// </summary>
    private async Task<(int Sent, int Late)> SendAsync(HttpClient http, int seconds, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var count = options.Rate * seconds;
        var posts = new List<Task>(count);
        var late = 0;
        for (var i = 0; i < count && !cancellationToken.IsCancellationRequested; i++)
        {
            var due = begun + (long)((double)i / options.Rate * Stopwatch.Frequency);
            var left = TimeSpan.FromSeconds((due - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);
            if (left > TimeSpan.FromMilliseconds(1)) await Task.Delay(left, CancellationToken.None);
            if (Stopwatch.GetElapsedTime(due) > Tolerance) late++;
            posts.Add(PostAsync(http, ++_number, due));
        }

        await Task.WhenAll(posts);
        return (posts.Count, late);
    }

    private void Forget()
    {
        _milliseconds.Clear();
        _acknowledged = _failed = 0;
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

    private async Task PostAsync(HttpClient http, int number, long due)
    {
        try
        {
            var webhook = SampleWebhooks.Own(Order(number), _secret, $"load-{_run}-{number}", DateTimeOffset.UtcNow);
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Path) { Content = new ByteArrayContent(webhook.Body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", webhook.ContentType);
            foreach (var (name, value) in webhook.Headers) request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await http.SendAsync(request);
            if (answer.IsSuccessStatusCode) Acknowledged(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            else Interlocked.Increment(ref _failed);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failed);
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

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private LoadResult Result(int sent, int late, TimeSpan took, TimeSpan cpu)
    {
        _milliseconds.Sort();
        return new(sent, _acknowledged, _failed, late, Math.Round(_acknowledged / took.TotalSeconds, 1), At(0.50), At(0.99), At(1), Math.Round(cpu.TotalSeconds, 2));

        double At(double share) => _milliseconds.Count == 0 ? 0 : Math.Round(_milliseconds[(int)Math.Ceiling(share * _milliseconds.Count) - 1], 2);
    }
}
