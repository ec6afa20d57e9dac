using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Host.Tests.Replay;

/// <summary>Writes a data folder's database with orders that lived under the real orchestrator, on a clock that the test moves.</summary>
internal sealed class RecordedOrders : IAsyncDisposable
{
    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly StoreProfile Store = new("demo", "Sample", "en", Euro, "Europe/Paris");

    private readonly ManualClock _clock = new();
    private EmbeddedEngine _engine = null!;
    private int _commands;

    public static ReleasePolicy Policy { get; } = new() { Default = new CategoryRule(GraceMinutes: 60) };

    /// <param name="code">Instead of the real orchestrator, as an earlier version of the program.</param>
    public static async Task<RecordedOrders> OpenAsync(string folder, Func<IOrchestrator>? code = null)
    {
        var recorded = new RecordedOrders();
        recorded._engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder, Clock = recorded._clock, Json = DomainJson.Options });
        var registry = new TaskRegistry()
            .AddOrchestrator(OrderOrchestrator.Name, _ => code is null ? new OrderOrchestrator() : code())
            .AddActivity(LoopNames.Publish, _ => new Answer<Publication>())
            .AddActivity("Earlier", _ => new Answer<string>());
        await recorded._engine.StartAsync(registry, new ServiceCollection().BuildServiceProvider(), []);
        return recorded;
    }

    public async Task<string> PlaceAsync(string number)
    {
        var line = new OrderLine { Id = "1", Sku = "MUG", Title = "Sample mug", Category = "default", Quantity = 1, UnitPrice = new Money(1000, Euro), UnitDiscount = Money.Zero(Euro) };
        var snapshot = new OrderSnapshot
        {
            Store = Store.Id,
            Source = StorefrontKind.Own,
            ExternalId = number,
            Number = "#" + number,
            PlacedAt = _clock.GetUtcNow(),
            UpdatedAt = _clock.GetUtcNow(),
            Customer = new Customer("Cam Exemple", "cam@example.com"),
            ShipTo = new Address("Cam Exemple", "1 rue du Test", null, "Paris", null, "75001", "FR"),
            Lines = [line],
            Charges = OrderCharges.None(Euro) with { Paid = new Money(1000, Euro) },
            Payment = PaymentState.Paid,
        };
        var place = new OrderCommand.Place(snapshot, Store, Policy, RulesVersions.Current) { CommandId = "place", Actor = new Actor(ActorKind.Storefront, "own"), At = _clock.GetUtcNow() };
        var id = OrderIds.Create(Store.Id, StorefrontKind.Own, number);
        await _engine.Client.ScheduleNewAsync(OrderOrchestrator.Name, OrderOrchestrator.Start(place), new StartOptions(id));
        await _engine.Progress.WhenIdleAsync();
        return id;
    }

    public Task AllocateAsync(string id) =>
        SendAsync(id, new OrderCommand.StockAllocated(1, Complete: true, [new StockLine("MUG", 1)]) { CommandId = NextId(), Actor = Actor.System, At = _clock.GetUtcNow() });

    public Task EditAsync(string id, string message) =>
        SendAsync(id, new OrderCommand.Edit([new EditChange.ChangeGiftMessage(message)]) { CommandId = NextId(), Actor = Actor.Customer, At = _clock.GetUtcNow() });

    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = _clock.GetUtcNow() + by;
        while (_engine.Progress.NextDue is { } due && due <= target)
        {
            _clock.AdvanceTo(due);
            await _engine.Progress.WhenIdleAsync();
        }

        _clock.AdvanceTo(target);
        await _engine.Progress.WhenIdleAsync();
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task SendAsync(string id, OrderCommand command)
    {
        await _engine.Client.RaiseEventAsync(id, LoopNames.CommandEvent, CommandPayload.Of(command));
        await _engine.Progress.WhenIdleAsync();
    }

    private string NextId() => $"c-{++_commands}";

    private sealed class Answer<TInput> : Activity<TInput, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
