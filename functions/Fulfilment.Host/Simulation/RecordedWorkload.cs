using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Simulation;

/// <summary>A shop's own orders, the newest of them: what was placed and what people asked for is read from the histories, beside the running server.</summary>
internal static class RecordedWorkload
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    /// <exception cref="UserError">There is no database, it cannot be read, or holds no order.</exception>
    public static Workload Read(string directory, int most)
    {
        DataFolder.RequireDatabase(directory);
        try
        {
            using var connection = EngineFile.OpenReadOnly(Path.GetFullPath(directory), SqliteStores.Modules);
            var histories = StoredHistories.Read(connection, finished: true, newestFirst: true).SelectMany(page => page).Where(history => history.Name == OrderOrchestrator.Name);
            return Of(directory, [.. histories.Select(One).OfType<(SimulatedOrder Order, bool IsWhole)>().Take(most)]);
        }
        catch (Exception e) when (e is EngineFileException or SqliteException)
        {
            throw new UserError($"Cannot read the database in {directory}: {e.Message}", inner: e);
        }
    }

    private static Workload Of(string directory, IReadOnlyList<(SimulatedOrder Order, bool IsWhole)> read)
    {
        if (read.Count == 0) throw new UserError($"There is no order in {directory} to simulate; leave --data out to try generated ones.");
        var orders = read.Select(item => item.Order).OrderBy(order => order.PlacedAt).ThenBy(order => order.Id, StringComparer.Ordinal).ToList();
        var last = orders.Max(order => order.Intents.Count == 0 ? order.PlacedAt : order.Intents[^1].At);
        var partial = read.Count(item => !item.IsWhole);
        var lines = orders.SelectMany(order => order.Snapshot.Lines).DistinctBy(line => line.Sku).ToList();
        return new Workload($"{orders.Count} orders recorded in {directory}", orders, last + Patience, [])
        {
            Items = lines.ToDictionary(line => line.Sku, line => new CatalogueItem(line.Sku, new Dictionary<string, string>(), line.Category, line.UnitPrice, line.TaxRate, line.WeightGrams, line.RequiresShipping)),
            Shipping = orders.Where(order => order.Snapshot.Shipping is not null).DistinctBy(order => order.Snapshot.Shipping!.Code)
                .ToDictionary(order => order.Snapshot.Shipping!.Code, order => new ShippingQuote(order.Snapshot.Shipping!, order.Snapshot.Charges.Shipping)),
            Gap = partial == 0 ? null : $"{partial} of them have gone through many commands; the earliest of those are no longer in the file and are left out",
        };
    }

    private static (SimulatedOrder Order, bool IsWhole)? One(StoredHistory history)
    {
        if (history.Input is not { } json) return null;
        var input = JsonSerializer.Deserialize<LoopInput<OrderState, OrderCommand>>(json, DomainJson.Options)!;
        var commands = history.RaisedEvents.Where(item => item is { Name: LoopNames.CommandEvent, Payload: not null })
            .Select(item => new Intent(item.At, JsonSerializer.Deserialize<OrderCommand>(item.Payload!, DomainJson.Options)!)).ToList();
        return (input.First, input.Carried?.State) switch
        {
            (OrderCommand.Place place, _) => (Order(history.InstanceId, place.Order, place.Store, place.Policy, history.StartedAt, commands, goods: null), true),
            (_, OrderState.Known { Order: var order }) =>
                (Order(history.InstanceId, order.Snapshot, order.Store, order.Policy, order.Grace.From, commands, goods: order.Stock.Complete ? order.Grace.From : null), false),
            _ => null,
        };
    }

    private static SimulatedOrder Order(
        string id, OrderSnapshot snapshot, StoreProfile store, Domain.Release.ReleasePolicy policy, DateTimeOffset placed, IReadOnlyList<Intent> commands, DateTimeOffset? goods) =>
        new(id, snapshot, store, placed, policy)
        {
            Intents = [.. commands.Where(intent => IsOutside(intent.Command))],
            PaysAfter = commands.Any(intent => intent.Command is OrderCommand.PaymentSettled { PaymentId: not null }) ? TimeSpan.FromMinutes(10) : null,
            GoodsAt = goods ?? commands.FirstOrDefault(intent => intent.Command is OrderCommand.StockAllocated { Complete: true })?.At,
        };

    /// <summary>What came from people or the storefront by itself; all else is an answer to what the order did, and is played.</summary>
    private static bool IsOutside(OrderCommand command) => command switch
    {
        OrderCommand.Edit or OrderCommand.Cancel or OrderCommand.ReleaseNow or OrderCommand.Hold or OrderCommand.Unhold => true,
        OrderCommand.ConfirmContact or OrderCommand.DeclineContact or OrderCommand.BackorderChoice or OrderCommand.StorefrontChanged => true,
        OrderCommand.PaymentSettled settled => settled.PaymentId is null,
        OrderCommand.RecordPayment recorded => recorded.PaymentId is null,
        _ => false,
    };
}
