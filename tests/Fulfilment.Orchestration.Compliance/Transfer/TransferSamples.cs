using System.Security.Cryptography;
using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Compliance.Transfer;

/// <summary>Orders as another host gives them away.</summary>
public static class TransferSamples
{
    /// <summary>Of the link in the mail.</summary>
    public const string Secret = "the-secret-in-the-mail";

    private static readonly string Id = Samples.OrderId(1);

    /// <summary>An order that goes on, with a record of every kind.</summary>
    public static TransferOrder Whole(int moves = 1) => new()
    {
        Id = Id,
        Moves = moves,
        Departure = new Departure<OrderState, OrderCommand>(new LoopState<OrderState>(new OrderState.Unplaced(Id), 5, 4, Samples.Start, ["c1"]) { Moves = moves }, []),
        Stock = new OrderStock(new StockDemandRow(Id, 1, 0, Samples.Start, DemandMode.Split, 1, null), [new StockLineRow("mug", 3, 2)]),
        Effects = [new TransferEffect($"{Id}/4", "mail", 4, "{}", Samples.Start, 3, "no such mailbox", Samples.Start)],
        Row = new OrderRow(Samples.View(1), 4, Samples.Start),
        Receipts = [new Receipt("c1", "AddNote", Actor.Customer, Samples.Start, Outcome.Applied, 1, [])],
        Commands = [new KnownCommand("c1", "hash", Samples.Start)],
        Timeline = [new KeyedEntry(2, 0, Entry("Placed")), new KeyedEntry(2, 1, Entry("Held")), new KeyedEntry(4, 0, Entry("Noted"))],
        Payments = [new PaymentEntry($"{Id}/2", Id, SampleStores.Demo, "p1", "request", null, "requested", "ref", null, Samples.Start)],
        Mails = [new MailLogEntry(new MailMessage($"{Id}/1", Id, "received", "a@example.com", "b@example.com", "s", "h", "t"), "sent", 2, Samples.Start, Samples.Start.AddMinutes(1), "id", null)],
        Releases = [new TransferRelease(Release(), ReleaseFeedState.Acknowledged, true, "why")],
        Alerts = [new TransferAlert(Alert("open"), null, null), new TransferAlert(Alert("solved"), Samples.Start, "Sam")],
        Links = [new TransferLink(new TokenGrant($"{Id}/1#a", TokenKind.CustomerOrder, null, SampleStores.Demo, Id, "customer", Samples.Start, null), Hash(Secret), null)],
    };

    private static ReleaseOrder Release() => new(
        $"{Id}/1", Id, SampleStores.Demo, "#1", 1, Samples.Start, Samples.Start, "system", new Customer("Client", "c@example.com"), null, null, null, 0, null, [], null, null, 1);

    private static TimelineEntry Entry(string code) => new(1, Samples.Start, Actor.System, code, new Dictionary<string, string> { ["a"] = "b" });

    private static StaffAlert Alert(string key) => new(key, Id, SampleStores.Demo, "Code", "text", Samples.Start);

    /// <summary>Lower-case hex of the SHA-256.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
