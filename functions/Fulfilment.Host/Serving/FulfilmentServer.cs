using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Clock;
using Fulfilment.Host.Retention;
using Fulfilment.Host.Settings;
using Fulfilment.Integrations;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;
using Fulfilment.Web;
using Fulfilment.Web.Ops;
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
        if (_options.ClockStart is not null) _ = StopAtEndOfInputAsync(stop);
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
        var virtualClock = options.ClockStart is { } start ? new VirtualClock(start) : null;
        var clock = virtualClock ?? TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ConfigureLogging(builder.Logging);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.UseKestrelHttpsConfiguration();
        var logs = LoggerFactory.Create(ConfigureLogging);
        var engine = await EmbeddedEngine.OpenAsync(new EngineOptions
        {
            Directory = options.DataDirectory, Clock = clock, TimersUpTo = virtualClock is null ? null : () => virtualClock.RungUpTo,
            Json = DomainJson.Options, Modules = SqliteStores.Modules, LoggerFactory = logs,
        }, cancellationToken);
        Telemetry? telemetry = null;
        try
        {
            telemetry = Telemetry.Start(settings);
            var requests = new OpenRequests();
            AddServices(builder.Services, options, settings, engine, clock);
            var app = builder.Build();
            if (virtualClock is not null) app.Use(next => context => requests.CountAsync(context, next));
            if (telemetry is not null) app.Use(next => context => Telemetry.NameAsync(context, next));
            app.MapFulfilment();
            if (virtualClock is not null) ClockEndpoints.Map(app, virtualClock, engine.Progress, requests, ClockSecret());
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

    private static void AddServices(IServiceCollection services, ServerOptions options, FulfilSettings settings, EmbeddedEngine engine, TimeProvider clock)
    {
        services.AddSingleton(clock)
            .AddSingleton<IStoreDirectory>(new StoreDirectory(settings.Stores.Select(s => s.Store)))
            .AddSingleton(engine.Client)
            .AddSingleton(engine.Store)
            .AddSingleton(engine.Quarantine)
            .AddSingleton(engine.Progress)
            .AddSqliteStores()
            .AddSingleton<IReadinessProbe>(new EngineProbe(engine))
            .AddSingleton<Purge>()
            .AddSingleton(provider => new PurgeJob(provider.GetRequiredService<Purge>(), clock, TimeSpan.FromDays(settings.RetentionDays), provider.GetRequiredService<ILogger<PurgeJob>>()))
            .AddIntegrations(new IntegrationOptions { MailFolder = Path.Combine(options.DataDirectory, DataFolder.MailboxFolder), TemplateRoot = options.DataDirectory })
            .AddFulfilmentOrchestration()
            .AddFulfilmentWeb();
    }

    // Standard output belongs to results; everything that is logged goes to standard error.
    private static void ConfigureLogging(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddSimpleConsole(console => console.SingleLine = true)
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Fulfilment", LogLevel.Information)
        // It logs a failed start with its stack; the one line that is printed for it says what to do.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static string ClockSecret() => Environment.GetEnvironmentVariable(ServerOptions.ClockSecretVariable) is { Length: >= 16 } secret
        ? secret
        : throw new UserError($"A virtual clock needs {ServerOptions.ClockSecretVariable} of at least 16 characters; it is for the demo.", UserError.BadArguments);

    private static async Task StopAtEndOfInputAsync(CancellationTokenSource stop)
    {
        var input = Console.In;
        while (await input.ReadLineAsync(stop.Token) is not null) continue;
        await stop.CancelAsync();
    }
}
