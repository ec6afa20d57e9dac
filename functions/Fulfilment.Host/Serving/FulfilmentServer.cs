using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Clock;
using Fulfilment.Host.Retention;
using Fulfilment.Host.Settings;
using Fulfilment.Host.Transfer;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite;
using Fulfilment.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Fulfilment.Host.Serving;

/// <summary>The service: the embedded engine, its stores, the integrations and the web surface, wired together.</summary>
internal sealed class FulfilmentServer : IAsyncDisposable
{
    private readonly EmbeddedEngine _engine;
    private readonly ServerOptions _options;
    private readonly WebApplication _app;
    private readonly ILoggerFactory _logs;
    private readonly Telemetry? _telemetry;

    private FulfilmentServer(ServerOptions options, EmbeddedEngine engine, WebApplication app, ILoggerFactory logs, Telemetry? telemetry)
    {
        _options = options;
        _engine = engine;
        _app = app;
        _logs = logs;
        _telemetry = telemetry;
    }

    /// <summary>Prepares the data folder, opens the engine and listens.</summary>
    /// <exception cref="UserError">It cannot start; nothing in the folder is lost.</exception>
    public static async Task<FulfilmentServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        if (options.Urls is not null) ListenUrls.Check(options.Urls);
        DataFolder.Prepare(options.DataDirectory);
        FirstSettings.WriteIfMissing(options.DataDirectory, ListenUrls.First(options.Urls ?? ServerOptions.DefaultUrl));
        var settings = SettingsLoader.Load(options.DataDirectory, options.Assignments);
        var urls = ListenUrls.Check(options.Urls ?? settings.Urls ?? ServerOptions.DefaultUrl);
        return await ServingFailures.ExplainAsync(urls, () => StartAsync(options, settings, urls, cancellationToken));
    }

    /// <summary>What a person at the terminal wants to know first.</summary>
    public async Task<IReadOnlyList<string>> GreetingAsync(CancellationToken cancellationToken)
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var url = addresses.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal);
        var lines = new List<string>
        {
            $"Listening on {string.Join(", ", addresses)}",
            $"  staff pages  {url}/staff",
            $"  API          {url}/openapi/v1.json",
            $"  data         {_options.DataDirectory}",
        };
        foreach (var store in _app.Services.GetRequiredService<IStoreDirectory>().All)
            lines.Add($"  webhooks     {url}/webhooks/{{shopify|woocommerce|orders}}/{store.Profile.Id}");
        var secret = await FirstSignIn.IssueAsync(_app.Services.GetRequiredService<ITokenStore>(), _app.Services.GetRequiredService<TimeProvider>(), cancellationToken);
        if (secret is not null) lines.Add($"Sign in as admin, once, within a day: {url}{FirstSignIn.Path(secret)}");
        lines.Add("Stop with Ctrl-C.");
        return lines;
    }

    /// <summary>Returns after Ctrl-C, or, for the demo's child, when its parent closes its input.</summary>
    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_options.Time is not null) _ = StopAtEndOfInputAsync(stop);
        await _app.WaitForShutdownAsync(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        // First the door, then the engine: a request that was let in may still finish.
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
        _telemetry?.Dispose();
        _logs.Dispose();
    }

    private static async Task<FulfilmentServer> StartAsync(ServerOptions options, FulfilSettings settings, string urls, CancellationToken cancellationToken)
    {
        var virtualClock = options.Time is { } time ? new VirtualClock(time.Start, time.RungUpTo) : null;
        var clock = virtualClock ?? TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var configureLogging = options.Time?.Within?.Logging ?? ConfigureLogging;
        configureLogging(builder.Logging);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.UseKestrelHttpsConfiguration();
        var logs = LoggerFactory.Create(configureLogging);
        UnresolvedSettings.Warn(settings, logs.CreateLogger<FulfilmentServer>());
        var engine = await EmbeddedEngine.OpenAsync(ForDemo(options.Time, virtualClock, new EngineOptions
        {
            Directory = options.DataDirectory,
            Clock = clock,
            Json = DomainJson.Options,
            Modules = SqliteStores.Modules,
            LoggerFactory = logs,
        }), cancellationToken);
        Telemetry? telemetry = null;
        try
        {
            telemetry = Telemetry.Start(settings);
            var requests = new OpenRequests();
            HostServices.Add(builder.Services, options.DataDirectory, settings, engine, clock).AddFulfilmentWeb(new WebOptions { BootstrapSecret = settings.BootstrapSecret });
            var app = builder.Build();
            if (virtualClock is not null) app.Use(next => context => requests.CountAsync(context, next));
            if (telemetry is not null) app.Use(next => context => Telemetry.NameAsync(context, next));
            app.MapFulfilment();
            if (virtualClock is not null) ClockEndpoints.Map(app, virtualClock, engine.Progress, requests, options.Time!.Secret);
            await UnfinishedImport.RefuseAsync(app.Services.GetRequiredService<ITransferTarget>(), cancellationToken);
            await PolicySeed.ApplyAsync(settings, app.Services.GetRequiredService<IPolicyStore>(), cancellationToken);
            await engine.StartAsync(OrchestrationRegistration.CreateRegistry(), app.Services, [.. app.Services.GetServices<IOutboxHandler>()], cancellationToken);
            await app.StartAsync(cancellationToken);
            app.Services.GetRequiredService<PurgeJob>().Start();
            return new FulfilmentServer(options, engine, app, logs, telemetry);
        }
        catch
        {
            await engine.DisposeAsync();
            telemetry?.Dispose();
            throw;
        }
    }

    /// <summary>Without a virtual clock nothing is changed: no server of a shop can be made to break.</summary>
    private static EngineOptions ForDemo(VirtualTime? time, VirtualClock? clock, EngineOptions engine) => time is null || clock is null ? engine : engine with
    {
        TimersUpTo = () => clock.RungUpTo,
        Hooks = time.Fault?.Hooks() ?? engine.Hooks,
        FailFast = time.Within?.OnFailure ?? engine.FailFast,
    };

    // Standard output belongs to results; everything that is logged goes to standard error.
    internal static void ConfigureLogging(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddSimpleConsole(console => console.SingleLine = true)
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Fulfilment", LogLevel.Information)
        // It logs a failed start with its stack; the one line that is printed for it says what to do.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static async Task StopAtEndOfInputAsync(CancellationTokenSource stop)
    {
        var input = Console.In;
        while (await input.ReadLineAsync(stop.Token) is not null) continue;
        await stop.CancelAsync();
    }
}
