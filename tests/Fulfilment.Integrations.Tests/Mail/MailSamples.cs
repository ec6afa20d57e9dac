using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Integrations.Tests.Mail;

/// <summary>For each template, a mail as the order would decide it.</summary>
internal static class MailSamples
{
    public static readonly IReadOnlyDictionary<string, string> Links = new Dictionary<string, string> { ["order"] = "https://orders.shop.example/o/made-up-secret" };

    private static readonly IReadOnlyList<EditChange> Changes =
    [
        new EditChange.ChangeQuantity("l1", 3),
        new EditChange.AddLine("LAMP-1", 1),
        new EditChange.ChangeGiftMessage("Bon anniversaire <Zoë> & 日本 !"),
        new EditChange.ChangeAddress(Samples.Address with { Line1 = "2 rue de l’Essai" }),
    ];

    public static MailModel Model(string template, string language)
    {
        var model = new MailModel { To = "lea@example.com", Language = language, Order = View(language) };
        var order = model.Order;
        return template switch
        {
            MailTemplates.EditApplied => model with { Changes = Changes, Amount = Samples.Euro(24.50m) },
            MailTemplates.EditRefused => model with { Changes = Changes, Receipt = Refused(new Refusal.AlreadyReleased("system", Samples.Now.AddHours(-1)), "Intercept", "Return") },
            MailTemplates.PaymentDue or MailTemplates.PaymentExpired => model with { Changes = Changes, Amount = Samples.Euro(24.50m), Deadline = Samples.Now.AddHours(1) },
            MailTemplates.BackOrder => model with { Missing = [new("SKU-l1", 2), new("UNKNOWN", 1)], Order = order with { StockEta = Samples.Now.AddDays(9) } },
            MailTemplates.Shipped => Parcel(model) with { Order = order with { Status = OrderStatus.PartiallySent } },
            MailTemplates.OutForDelivery or MailTemplates.Delivered => Parcel(model),
            MailTemplates.AtRelayPoint => Parcel(model) with { RelayPoint = "Tabac de l’Essai, 3 place du Test, 69001 Lyon" },
            MailTemplates.DeliveryProblem => Parcel(model) with { Reason = "The carrier could not deliver the parcel: Adresse incomplète" },
            MailTemplates.Cancelled => model with { Reason = "payment expired", Order = Refunding(order, "requested") },
            MailTemplates.Refunded => model with { Amount = Samples.Euro(69.90m), Order = Refunding(order, "settled") },
            MailTemplates.Received or MailTemplates.PaymentReceived or MailTemplates.ContactRequested or MailTemplates.ContactReminder or MailTemplates.StockArrived or MailTemplates.Released => model,
            _ => throw new ArgumentOutOfRangeException(nameof(template), template, "There is no sample of this template yet."),
        };
    }

    public static OrderView Refunding(OrderView order, string status) =>
        order with { Status = OrderStatus.Cancelled, Plan = order.Plan with { Blockers = [], ReleaseAt = null }, Payments = [new("p1", "charge", Samples.Euro(69.90m), "settled", null), new("p2", "refund", Samples.Euro(69.90m), status, null)] };

    public static Receipt Refused(Refusal reason, params string[] next) => new("c1", "Edit", Actor.Customer, Samples.Now, Outcome.Rejected, 4, next) { Reason = reason };

    public static OrderView View(string language)
    {
        var order = Samples.Order();
        return new()
        {
            Id = "demo.own.1001",
            Store = "demo",
            Number = order.Number,
            ExternalId = order.ExternalId,
            Source = order.Source,
            Status = OrderStatus.Unhandled,
            Version = 1,
            PlacedAt = order.PlacedAt,
            Language = language,
            Customer = order.Customer,
            ShipTo = order.ShipTo,
            Shipping = order.Shipping,
            Lines = order.Lines,
            Totals = Totals.Of(order),
            Plan = Plan(order.PlacedAt),
            AllowedChanges = Enum.GetValues<ChangeKind>(),
            CustomerCommands = ["Edit", "Cancel", "ReleaseNow"],
        };
    }

    private static MailModel Parcel(MailModel model) => model with { Carrier = "post", TrackingNumber = "RR000000018FR", TrackingUrl = "https://track.example.com/?n=RR000000018FR&l=1" };

    private static ReleasePlan Plan(DateTimeOffset placed)
    {
        var opens = new DateTimeOffset(2026, 7, 7, 7, 0, 0, TimeSpan.Zero);
        return new(
            opens,
            [
                new(BlockerCode.Grace, "Grace", placed.AddMinutes(240), ["l1"]) { Data = new Dictionary<string, string> { ["category"] = "engraving" } },
                new(BlockerCode.Warehouse, "Warehouse", opens, []),
            ],
            placed.AddMinutes(240),
            3,
            1);
    }
}
