using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Integrations;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Bench.Engine;

/// <summary>The product without its web server: real orchestrators, stores, outbox and mail templates. Mails are rendered and go nowhere.</summary>
internal sealed class RealEngine : IAsyncDisposable
{
    private readonly EmbeddedEngine _engine;
    private readonly ServiceProvider _services;

    private RealEngine(EmbeddedEngine engine, ServiceProvider services, string folder)
    {
        _engine = engine;
        _services = services;
        Folder = folder;
    }

    public string Folder { get; }

    public static async Task<RealEngine> StartAsync(string folder)
    {
        var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder, Json = DomainJson.Options, Modules = SqliteStores.Modules });
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(engine.Store)
            .AddSingleton(engine.Client)
            .AddSingleton<IStoreDirectory, OneStore>()
            .AddSqliteStores()
            .AddIntegrations(new IntegrationOptions { MailFolder = Path.Combine(folder, "mailbox") })
            .AddFulfilmentOrchestration()
            .AddSingleton<IMailTransport, Nowhere>()
            .BuildServiceProvider();
        await engine.StartAsync(OrchestrationRegistration.CreateRegistry(), services, [.. services.GetServices<IOutboxHandler>()]);
        return new RealEngine(engine, services, folder);
    }

    /// <summary>Goods for all of them: orders wait for their grace and for nothing else.</summary>
    public async Task StockAsync()
    {
        foreach (var sku in RealOrder.Skus) await Get<IStockLedger>().ArriveAsync(RealOrder.StoreId, "bench-" + sku, sku, 10_000_000);
    }

    /// <summary>Durable when it returns; goods are allocated and the mail is written soon after.</summary>
    public async Task PlaceAsync(int number)
    {
        var (delivery, action) = RealOrder.Place(number);
        var answer = await Get<IDeliveryInbox>().AcceptAsync(delivery, action);
        if (answer.Outcome != IntakeOutcome.Started) throw new InvalidOperationException($"Order {number} was not started but {answer.Outcome}.");
    }

    /// <param name="commandId">New for each edit of an order.</param>
    public async Task EditAsync(int number, string commandId)
    {
        var submission = await Get<ICommandChannel>().SubmitAsync(RealOrder.IdOf(number), RealOrder.Edit(commandId));
        if (submission is not Submission.Accepted) throw new InvalidOperationException($"The edit of order {number} was not accepted but {submission.GetType().Name}.");
    }

    /// <summary>Waits until the order has decided on the edit.</summary>
    public async Task DecidedAsync(int number, string commandId)
    {
        var receipt = await Get<IReceiptStore>().WaitAsync(RealOrder.IdOf(number), commandId, TimeSpan.FromMinutes(2));
        if (receipt is null) throw new InvalidOperationException($"The edit of order {number} got no receipt.");
    }

    /// <summary>Orders placed, allocated and confirmed, each edited so often.</summary>
    public async Task PlaceAsync(int from, int count, int edits, Action? step = null)
    {
        await Parallel.ForEachAsync(Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (number, _) =>
        {
            await PlaceAsync(number);
            for (var edit = 0; edit < edits; edit++) await EditAsync(number, $"c{edit}");
            step?.Invoke();
        });
        await _engine.Progress.WhenIdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _services.DisposeAsync();
    }

    private T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    private sealed class OneStore : IStoreDirectory
    {
        public IReadOnlyCollection<StoreSettings> All => [RealOrder.Store];

        public StoreSettings? Find(string store) => store == RealOrder.StoreId ? RealOrder.Store : null;
    }

    private sealed class Nowhere : IMailTransport
    {
        public Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default) => Task.FromResult<MailSendResult>(new MailSendResult.Sent("bench"));
    }
}
