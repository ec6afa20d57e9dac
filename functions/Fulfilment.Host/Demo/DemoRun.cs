using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.Scripts;
using Fulfilment.Host.Demo.World;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Demo;

/// <summary>One run: the server as a child, the world around it, the kill, and the checks at the end.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    // Numbers of the dice that belong to no order.
    private const int StrikeDice = -1;

    private readonly DemoOptions _options;
    private readonly DemoSecrets _secrets = DemoSecrets.New();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly HttpClient _http;
    private readonly Progress _progress;

    public DemoRun(DemoOptions options)
    {
        _options = options;
        Directory = DemoFolder.Prepare(options.Data);
        var url = $"http://127.0.0.1:{FreePort()}";
        Server = new ServerProcess(Directory, url, _secrets.Clock);
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        _progress = new Progress(DemoWorld.Start);
    }

    public string Directory { get; }

    public ServerProcess Server { get; }

    public Chronicle Chronicle { get; } = new();

    /// <summary>Plays all orders to their end, stops the server (unless it is kept), and checks what is left.</summary>
    public async Task<DemoOutcome> RunAsync(CancellationToken cancellationToken)
    {
        DemoSettings.Write(Directory, Server.Url, _secrets);
        await Server.StartAsync(DemoWorld.Start, cancellationToken);
        await PlayAsync(cancellationToken);
        _progress.Done();
        Chronicle.Save(Directory);
        if (!_options.Keep) await Server.StopAsync();
        return await DemoOutcome.ReadAsync(Directory, Chronicle, _watch, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        var courier = new Courier(_http);
        var clock = new ClockClient(_http, _secrets.Clock);
        var agenda = new Agenda();
        var staff = new StaffClient(await ApiAsync("admin"), await ApiAsync("agent"), Chronicle);
        var webhooks = new WebhookSender(courier, Chronicle, cancellationToken);
        var carrier = new CarrierClient(agenda, staff, webhooks, _secrets);
        var orders = OrderGenerator.Generate(_options.Orders, _options.Seed);
        var warehouse = new WarehouseClient(await ApiAsync("wms"), agenda, orders.ToDictionary(o => o.Id, StringComparer.Ordinal), carrier, staff, Chronicle);
        var mailbox = Path.Combine(Directory, DataFolder.MailboxFolder);
        var customer = new CustomerClient(courier, mailbox, Chronicle, cancellationToken);
        var stage = new Stage(agenda, new StorefrontClient(webhooks, _secrets, agenda, Chronicle), customer, staff);

        await Goods.PrepareAsync(staff, orders);
        Goods.Plan(agenda, staff, orders);
        foreach (var order in orders) Plays.Cast(stage, order, Dice.For(_options.Seed, order.Index));
        var strike = new Strike(courier, Server, clock, Chronicle, StrikePlan.Throw(Dice.For(_options.Seed, StrikeDice), agenda.Left), cancellationToken);
        await new DemoDriver(agenda, clock, warehouse, strike, now => _progress.At(now, agenda), cancellationToken).RunAsync();

        async Task<ApiClient> ApiAsync(string role) =>
            new(courier, await TokenIssuer.IssueAsync(Directory, new TokenRequest(role, null, $"demo-{role}"), cancellationToken), cancellationToken);
    }

    /// <summary>A port that was free a moment ago: the server keeps its address over the kill, since mails bear it.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
