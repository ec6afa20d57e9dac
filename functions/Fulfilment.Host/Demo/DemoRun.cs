using System.Diagnostics;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;

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
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
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
        var revival = new Revival(Server, DemoWorld.Start);
        await revival.StartAsync(cancellationToken);
        var play = new DemoPlay(_options, Directory, _secrets, _http, revival, Chronicle);
        await play.RunAsync(agenda => StrikeOf(play, agenda, cancellationToken), _progress.At, cancellationToken);
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

    private Strike StrikeOf(DemoPlay play, Agenda agenda, CancellationToken cancellationToken) =>
        new(play.Courier, Server, play.Clock, Chronicle, StrikePlan.Throw(Dice.For(_options.Seed, StrikeDice), agenda.Left), cancellationToken);
}
