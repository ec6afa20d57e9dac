using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Integrations.Tests.Mail;

/// <summary>The order that mails are rendered from in tests.</summary>
internal static class MailSamples
{
    public static OrderView View(string language)
    {
        var order = Samples.Order();
        var zero = Money.Zero(Samples.Eur);
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
            Totals = new(Samples.Euro(65), Samples.Euro(4.90m), zero, zero, zero, zero, zero, Samples.Euro(69.90m), zero),
            Plan = Plan(order.PlacedAt),
            AllowedChanges = Enum.GetValues<ChangeKind>(),
            CustomerCommands = ["Edit", "Cancel", "ReleaseNow"],
        };
    }

    public static MailModel Model(string language) => new() { To = "lea@example.com", Language = language, Order = View(language) };

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
