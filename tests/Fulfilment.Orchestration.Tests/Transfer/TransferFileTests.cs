using System.Text;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Tests.World;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Tests.Transfer;

/// <summary>The file as it travels: what is damaged, cut or foreign is refused before anything is imported.</summary>
public sealed class TransferFileTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Check_OfAWholeFile_SaysWhatIsInIt()
    {
        var summary = await TransferFile.CheckAsync(new MemoryStream(await FileAsync()));

        Assert.Equal(["demo", "other"], summary.Stores);
        Assert.Equal((4, 1), (summary.End.Records, summary.End.Orders));
    }

    [Fact]
    public async Task Check_WithAnyByteChanged_RefusesTheFile()
    {
        var file = await FileAsync();
        for (var i = 0; i < file.Length; i++)
        {
            var damaged = file.ToArray();
            damaged[i] ^= 1;
            await Assert.ThrowsAsync<TransferFileException>(() => TransferFile.CheckAsync(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public async Task Check_OfEveryShorterFile_RefusesIt()
    {
        var file = await FileAsync();
        for (var length = 0; length < file.Length; length++)
            await Assert.ThrowsAsync<TransferFileException>(() => TransferFile.CheckAsync(new MemoryStream(file, 0, length)));
    }

    [Fact]
    public async Task Check_OfALaterFormat_SaysWhichVersionReadsIt()
    {
        var file = Encoding.UTF8.GetString(await FileAsync()).Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal);

        var error = await Assert.ThrowsAsync<TransferFileException>(() => TransferFile.CheckAsync(new MemoryStream(Encoding.UTF8.GetBytes(file))));

        Assert.Contains("format 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("{\"record\":\"ids\",\"known\":[]}\n")]
    [InlineData("{\"record\":\"spell\"}\n")]
    public async Task Check_OfSomethingElse_IsRefused(string text) =>
        await Assert.ThrowsAsync<TransferFileException>(() => TransferFile.CheckAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Departure_AsJson_IsApproved()
    {
        var note = Commands.Note("n1", "waits");
        var carried = new LoopState<OrderState>(new OrderState.Unplaced("demo.own.1"), NextEffect: 7, Revision: 5, At, ["c1", "c2"]) { Moves = 2 };
        Assert.Equal(
            """{"carried":{"state":{"state":"Unplaced","orderId":"demo.own.1"},"nextEffect":7,"revision":5,"now":"2026-03-02T09:00:00Z","recent":["c1","c2"],"sinceContinue":0,"moves":2},"pending":[{"type":"AddNote","text":"waits","commandId":"n1","actor":{"kind":"Agent","name":"agent 7"},"at":"2026-03-02T09:00:00Z"}]}""",
            System.Text.Json.JsonSerializer.Serialize(new Departure<OrderState, OrderCommand>(carried, [note]), DomainJson.Options));
    }

    /// <summary>Files of this version are read by all later ones: only optional fields may be added. Then copy the received file from the output folder over the approved one.</summary>
    [Fact]
    public async Task Records_AsJson_AreApproved()
    {
        var answer = new IntakeAnswer(IntakeOutcome.Started, "demo.own.1");
        var order = new TransferOrder
        {
            Id = "demo.own.1",
            Moves = 1,
            Stock = new OrderStock(new StockDemandRow("demo.own.1", 3, 5, At, DemandMode.Split, 1, "told"), [new StockLineRow("MUG", 2, 1)]),
            Effects = [new TransferEffect("demo.own.1/4", "mail", 4, "{}", At, 2, "refused", At)],
            Commands = [new KnownCommand("c1", "ab", At)],
            Links = [new TransferLink(new TokenGrant("demo.own.1/4#x", TokenKind.CustomerOrder, null, "demo", "demo.own.1", "customer", At, null), "00ff", null)],
            Alerts = [new TransferAlert(new StaffAlert("k", "demo.own.1", "demo", "Code", "text", At), At, "agent")],
        };
        TransferRecord[] records =
        [
            new TransferRecord.Header(1, At, ["demo"]), new TransferRecord.Ids([new KnownId("demo.own.2", 1, true)]), new TransferRecord.Order(order),
            new TransferRecord.StockKeys("demo", [new StockKey("a", null)]), new TransferRecord.Waybills("demo", [new WaybillNumber("k", 7)]),
            new TransferRecord.Deliveries([new SeenDelivery("00ff", "own", "demo", "order", "d", At, answer)]),
            new TransferRecord.Parked([new ParkedDelivery("parked-1", new Delivery("own", "demo", "order", "d", [1, 2], At), "$", "why", At)]),
            new TransferRecord.Goods("goods-1", "demo", [new FreeGoods("MUG", 3, [new ExpectedArrival(2, At)])]), new TransferRecord.End(8, 1, "00ff"),
        ];
        var lines = string.Concat(records.Select(record => Encoding.UTF8.GetString(TransferFile.Line(record))));

        var approved = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Transfer", "approved.jsonl"));
        if (approved != lines) await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Transfer", "received.jsonl"), lines);
        Assert.Equal(approved, lines);
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Equal(line + "\n", Encoding.UTF8.GetString(TransferFile.Line(System.Text.Json.JsonSerializer.Deserialize<TransferRecord>(line, DomainJson.Options)!)));
    }

    private static async Task<byte[]> FileAsync()
    {
        using var stream = new MemoryStream();
        using var writer = new TransferFileWriter(stream);
        await writer.WriteAsync(new TransferRecord.Header(TransferFile.Format, At, ["demo"]));
        await writer.WriteAsync(new TransferRecord.Ids([new KnownId("demo.own.1", 0, false)]));
        await writer.WriteAsync(new TransferRecord.Order(new TransferOrder { Id = "demo.own.2", Moves = 1 }));
        await writer.WriteAsync(new TransferRecord.StockKeys("other", [new StockKey("a", null)]));
        await writer.FinishAsync();
        return stream.ToArray();
    }
}
