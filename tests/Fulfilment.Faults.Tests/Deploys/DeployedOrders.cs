using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Faults.Tests.Deploys;

/// <summary>Six orders: four get half their life before a deploy and half after it, two come after it.</summary>
internal sealed class DeployedOrders(OrderWorld world)
{
    public const string Express = "express";

    private static readonly TimeSpan Grace = TimeSpan.FromHours(3);

    public List<string> Standard { get; } = [];

    public List<string> Hurried { get; } = [];

    public List<string> Late { get; } = [];

    public IEnumerable<string> All => Standard.Concat(Hurried).Concat(Late);

    /// <summary>Each is placed and edited once, so that each has published twice.</summary>
    public async Task BeginAsync()
    {
        foreach (var sku in (string[])["MUG", "TEE"]) await world.ArriveAsync(sku, 100);
        foreach (var n in (string[])["1", "2"]) Standard.Add(await PlaceAsync("s" + n, "standard"));
        foreach (var n in (string[])["1", "2"]) Hurried.Add(await PlaceAsync("e" + n, Express));
        foreach (var id in Standard.Concat(Hurried)) await world.SendAsync(id, Commands.Edit("early", new EditChange.ChangeGiftMessage("with love")));
    }

    /// <summary>After the deploy: an edit of each, two new orders, and the end of the grace.</summary>
    public async Task GoOnAsync()
    {
        foreach (var id in Standard.Concat(Hurried)) await world.SubmitAsync(id, Commands.Edit("late", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await world.IdleAsync();
        foreach (var n in (string[])["1", "2"]) Late.Add(await PlaceAsync("l" + n, "standard"));
        foreach (var id in Late) await world.SendAsync(id, Commands.Edit("early", new EditChange.ChangeGiftMessage("from us")));
        await world.AdvanceAsync(Grace);
    }

    /// <summary>Through the warehouse to the customer, and until nobody listens any more.</summary>
    public async Task EndAsync()
    {
        await world.AdvanceAsync(Grace);
        foreach (var id in All)
        {
            var tracking = (await world.ViewAsync(id)).Shipments.Single().TrackingNumber!;
            foreach (var command in (OrderCommand[])[Commands.Acknowledge("w1"), Commands.Step("w2", WarehouseStep.Collected), Commands.PickedUp("k1", tracking), Commands.Delivered("k2", tracking)])
                await world.SendAsync(id, command);
        }

        await world.AdvanceAsync(TimeSpan.FromDays(Samples.Policy.AftercareDays + 1));
    }

    /// <summary>What each order came to. When things happened is left out: an order that was stopped for a while is late.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ResultsAsync()
    {
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in All)
        {
            var view = await world.ViewAsync(id);
            var receipts = (await world.Get<IReceiptStore>().ListAsync(id)).Select(r => $"{r.CommandId} {r.Outcome} {r.Version}").Order(StringComparer.Ordinal);
            var parcels = (await world.Get<IReleaseFeed>().ReadAsync(null, 0, 100)).Select(e => e.Release).Where(r => r.OrderId == id)
                .Select(r => $"{r.Key}: {r.ShipTo?.City}, {r.GiftMessage}, {string.Join(',', r.Lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Sku} x{l.Quantity}")))}");
            var instance = await world.Engine.Client.GetInstanceAsync(id);
            results[id] = string.Join('\n', [
                $"{instance!.Status} {view.Status} version {view.Version}", JsonSerializer.Serialize(view.Totals, DomainJson.Options),
                .. receipts, .. parcels, .. world.Mail.Keys.Where(key => key.StartsWith(id + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal), .. world.Mail.Templates(id)]);
        }

        return results;
    }

    private Task<string> PlaceAsync(string externalId, string service) =>
        world.PlaceAsync(Samples.Order(externalId, world.Clock.GetUtcNow()) with { Shipping = new ShippingMethod(service, service) });
}
