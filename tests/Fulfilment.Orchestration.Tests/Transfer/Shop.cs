using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Transfer;

/// <summary>
/// One script of a shop's days, with orders in every state that waits for something, played on whatever host the orders live on; and
/// all that can be seen of it afterwards, as one text.
/// </summary>
internal static class Shop
{
    public static IReadOnlyList<Func<ShopHost, Task>> Steps { get; } =
    [
        StockAsync,
        world => PlaceAsync(world, "grace", Samples.Line("1", "MUG"), Samples.Line("2", "TEE")),
        world => world.SendAsync(Id("grace"), Commands.Edit("g1", new EditChange.ChangeAddress(Samples.Elsewhere))),
        // Dearer: provisional until it is paid.
        async world =>
        {
            world.Payments.LeavesRequestsOpen = true;
            await PlaceAsync(world, "dearer", Samples.Line("1", "MUG"));
            await world.SendAsync(Id("dearer"), Commands.Edit("d1", new EditChange.ChangeQuantity("1", 2)));
            await world.SendAsync(Id("dearer"), Commands.Edit("d2", new EditChange.ChangeGiftMessage("meanwhile")));
        },
        // More than there is: it waits, and a younger one beside it.
        world => PlaceAsync(world, "short", Samples.Line("1", "PEN", 8)),
        world => PlaceAsync(world, "younger", Samples.Line("1", "PEN", 2)),
        world => world.Get<IStockLedger>().ExpectAsync(Samples.StoreKey, "eta-1", "PEN", 6, world.Clock.GetUtcNow().AddDays(2)),
        async world =>
        {
            await PlaceAsync(world, "split", Samples.Line("1", "INK", 3), Samples.Line("2", "MUG"));
            await world.SendAsync(Id("split"), Commands.Backorder("s1", BackorderOption.SplitShip));
        },
        async world =>
        {
            await PlaceAsync(world, "held", Samples.Line("1", "TEE"));
            await world.SendAsync(Id("held"), Commands.Hold("h1"));
        },
        world => PlaceAsync(world, "contact", Samples.Line("1", "ENG", category: "engraved")),
        world => PlaceAsync(world, "atonce", Samples.Line("1", "STK", category: "stickers")),
        world => PlaceAsync(world, "packed", Samples.Line("1", "STK", category: "stickers")),
        world => PlaceAsync(world, "sent", Samples.Line("1", "STK", category: "stickers")),
        world => PlaceAsync(world, "delivered", Samples.Line("1", "STK", category: "stickers")),
        world => SendAllAsync(world, "packed", Commands.Acknowledge("w1"), Commands.Step("w2", WarehouseStep.Collected), Commands.Step("w3", WarehouseStep.Packing)),
        world => SendAllAsync(world, "sent", Commands.Acknowledge("w1"), Commands.Step("w2", WarehouseStep.Collected)),
        async world => await world.SendAsync(Id("sent"), Commands.PickedUp("k1", await TrackingAsync(world, "sent"))),
        async world => await SendAllAsync(world, "delivered", Commands.Acknowledge("w1"), Commands.PickedUp("k1", await TrackingAsync(world, "delivered")), Commands.Delivered("k2", await TrackingAsync(world, "delivered"))),
        world => CancelAsync(world),
        // Mails that nobody takes stay in the outbox.
        async world =>
        {
            world.Mail.IsDown = true;
            await PlaceAsync(world, "unsent", Samples.Line("1", "TEE"));
            await world.SendAsync(Id("unsent"), Commands.Edit("u1", new EditChange.ChangeGiftMessage("one")));
        },
        world => world.SendAsync(Id("unsent"), Commands.Edit("u2", new EditChange.ChangeGiftMessage("two"))),
        async world =>
        {
            world.Mail.IsDown = false;
            await world.AdvanceAsync(TimeSpan.FromMinutes(20));
        },
        // Repeats of what was answered before.
        world => world.Get<IStockLedger>().ArriveAsync(Samples.StoreKey, "a-MUG", "MUG", 6),
        world => world.SubmitAsync(Id("grace"), Commands.Edit("g1", new EditChange.ChangeAddress(Samples.Elsewhere))),
        world => PlaceAsync(world, "grace", Samples.Line("1", "MUG"), Samples.Line("2", "TEE")),
        async world => await world.SendAsync(Id("dearer"), Commands.Settled("p1", (await world.ViewAsync(Id("dearer"))).Provisional!.PaymentId, (await world.ViewAsync(Id("dearer"))).Provisional!.Amount)),
        world => world.AdvanceAsync(TimeSpan.FromHours(3)),
        world => world.SendAsync(Id("contact"), Commands.ConfirmContact("c1")),
        world => world.Get<IStockLedger>().ArriveAsync(Samples.StoreKey, "a-PEN-2", "PEN", 9),
        world => world.AdvanceAsync(TimeSpan.FromHours(1)),
        world => world.SendAsync(Id("held"), Commands.Unhold("h2")),
        world => world.Get<IStockLedger>().ArriveAsync(Samples.StoreKey, "a-INK-2", "INK", 2),
        world => world.AdvanceAsync(TimeSpan.FromDays(1)),
        world => world.SendAsync(Id("grace"), Commands.Edit("g2", new EditChange.ChangeGiftMessage("too late"))),
        world => world.AdvanceAsync(TimeSpan.FromDays(90)),
    ];

    public static string Id(string externalId) => OrderIds.Create(Samples.StoreKey, StorefrontKind.Own, externalId);

    /// <summary>Everything that is promised to be the same on whichever host it happened.</summary>
    public static async Task<string> EvidenceAsync(ShopHost world)
    {
        var lines = new List<string>();
        var rows = (await world.Get<IOrderIndex>().ListAsync(new OrderQuery(Limit: 200))).Items.OrderBy(row => row.View.Id, StringComparer.Ordinal);
        foreach (var (view, revision, _) in rows)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{view.Id} {view.Status} v{view.Version} r{revision} {view.Totals.Total} {view.GiftMessage} {view.ShipTo?.City}"));
            lines.AddRange((await world.Get<IReceiptStore>().ListAsync(view.Id)).Select(receipt => $"  receipt {receipt.CommandId} {receipt.Type} {receipt.Outcome} {receipt.Reason?.GetType().Name} v{receipt.Version}").Order(StringComparer.Ordinal));
            lines.AddRange((await world.Get<ITimelineStore>().ListAsync(view.Id)).Select(entry => $"  {entry.Code} {entry.At:O}"));
            lines.AddRange((await world.Get<IPaymentLedger>().ListAsync(view.Id)).Select(entry => $"  payment {entry.Key} {entry.Kind} {entry.Status} {entry.Amount}"));
        }

        lines.AddRange((await world.Get<IReleaseFeed>().ReadAsync(null, 0, 500)).Select(entry => $"release {entry.Release.Key} {entry.State} {entry.InterceptRequested} {entry.Release.ReleasedAt:O} {entry.Release.ShipTo?.City}").Order(StringComparer.Ordinal));
        lines.AddRange((await world.Get<IMailLog>().ListAsync(null, null, 500)).Items.Select(mail => $"mail {mail.Message.Key} {mail.Message.Template} {mail.Status}").Order(StringComparer.Ordinal));
        lines.AddRange(world.Mail.Keys.Order(StringComparer.Ordinal).Select(key => $"sent {key}"));
        lines.AddRange(world.Payments.Keys.Order(StringComparer.Ordinal).Select(key => $"moved {key}"));
        lines.AddRange((await world.Get<IStockLedger>().ListAsync(Samples.StoreKey)).Items.Select(level => string.Create(CultureInfo.InvariantCulture, $"stock {level.Sku} {level.OnHand} {level.Allocated} {level.Waiting} {level.Expected.Count}")));
        lines.AddRange((await world.Get<IStockLedger>().HoldingsAsync(Samples.StoreKey)).Select(holding => holding.ToString()));
        lines.AddRange((await world.Get<IStaffAlerts>().ListOpenAsync(null, null, 500)).Items.Select(alert => $"alert {alert.Key} {alert.Code}").Order(StringComparer.Ordinal));
        return string.Join('\n', lines);
    }

    private static async Task StockAsync(ShopHost world)
    {
        (string Sku, int Quantity)[] goods = [("MUG", 6), ("TEE", 6), ("ENG", 2), ("PEN", 3), ("INK", 1), ("STK", 9)];
        foreach (var (sku, quantity) in goods) await world.Get<IStockLedger>().ArriveAsync(Samples.StoreKey, $"a-{sku}", sku, quantity);
        await world.Get<ICatalogue>().ImportAsync(Samples.StoreKey, [new CatalogueItem("TEE", new Dictionary<string, string> { ["en"] = "Tee" }, "default", Samples.Euro(15), 0.2m, 100)]);
    }

    /// <summary>As a storefront sends it: the same delivery whenever it is sent.</summary>
    private static async Task PlaceAsync(ShopHost world, string externalId, params OrderLine[] lines)
    {
        var order = Samples.Order(externalId, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), lines);
        var delivery = new Delivery("own", order.Store, "order", "webhook-" + externalId, System.Text.Encoding.UTF8.GetBytes(externalId), order.PlacedAt);
        var place = new OrderCommand.Place(order, Samples.Store.Profile, world.Policy, RulesVersions.Current)
        {
            CommandId = delivery.CommandId,
            Actor = new Actor(ActorKind.Storefront, "own"),
            At = order.PlacedAt,
        };
        await world.Get<IDeliveryInbox>().AcceptAsync(delivery, new IntakeAction.Upsert(Id(externalId), place));
        await world.IdleAsync();
    }

    private static async Task CancelAsync(ShopHost world)
    {
        await PlaceAsync(world, "cancelled", Samples.Line("1", "MUG"));
        await world.SendAsync(Id("cancelled"), Commands.Cancel("x1"));
    }

    private static async Task SendAllAsync(ShopHost world, string order, params OrderCommand[] commands)
    {
        foreach (var command in commands) await world.SendAsync(Id(order), command);
    }

    private static async Task<string> TrackingAsync(ShopHost world, string order) =>
        (await world.ViewAsync(Id(order))).Shipments[0].TrackingNumber ?? throw new InvalidOperationException($"{order} has no waybill.");
}
