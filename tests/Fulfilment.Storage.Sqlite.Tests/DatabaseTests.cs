using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>What the stores promise because they share the engine's file and its transactions.</summary>
public sealed class DatabaseTests : IAsyncLifetime
{
    private SqliteHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await SqliteHarness.OpenAsync();

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Modules_AllTables_BearTheNameOfTheirModule()
    {
        var tables = await _harness.Engine.Store.ReadAsync(db => Names(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
        foreach (var module in SqliteStores.Modules) Assert.Contains(tables, table => table.StartsWith(module.Name + "_", StringComparison.Ordinal));
        var created = string.Concat(SqliteStores.Modules.SelectMany(module => module.Migrations.Select(sql => sql.Replace("CREATE TABLE " + module.Name + "_", "", StringComparison.Ordinal))));
        Assert.DoesNotContain("CREATE TABLE", created, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_OneOfABatchFails_LeavesNothingOfTheBatch()
    {
        var index = _harness.Port<IOrderIndex>();
        var receipts = _harness.Port<IReceiptStore>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _harness.CommitAsync(batch =>
        {
            index.Put(batch, new OrderRow(Samples.View(1), 1, Samples.Start));
            receipts.Put(batch, Samples.OrderId(1), Samples.Receipt("c1"));
            batch.Add(new SqlWrite(_ => throw new InvalidDataException("broken on purpose")));
        }));
        Assert.Null(await index.GetAsync(Samples.OrderId(1)));
        Assert.Null(await receipts.WaitAsync(Samples.OrderId(1), "c1", TimeSpan.Zero));
    }

    [Fact]
    public async Task Accept_OrderIsTooLargeForTheEngine_RecordsNothingSoThatItCanBeSentAgain()
    {
        var inbox = _harness.Port<IDeliveryInbox>();
        var delivery = new Delivery("own", SampleStores.Demo, "order", "d1", Encoding.UTF8.GetBytes("{}"), Samples.Start);
        var place = Samples.Place(1) with { Order = Samples.Snapshot(1) with { Note = new string('x', 5 * 1024 * 1024) } };
        await Assert.ThrowsAsync<PayloadTooLargeException>(() => inbox.AcceptAsync(delivery, new IntakeAction.Upsert(Samples.OrderId(1), place)));
        var answer = await inbox.AcceptAsync(delivery, new IntakeAction.Upsert(Samples.OrderId(1), Samples.Place(1)));
        Assert.Equal((IntakeOutcome.Started, false), (answer.Outcome, answer.Repeated));
    }

    [Fact]
    public async Task Issue_AnyToken_ItsSecretIsNowhereInTheFiles()
    {
        var tokens = _harness.Port<ITokenStore>();
        var secret = await tokens.IssueAsync(Grant("g1"));
        await tokens.ConsumeAsync(secret);
        foreach (var file in Directory.GetFiles(_harness.Folder, "engine.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)) < 0, Path.GetFileName(file));
        }
    }

    [Fact]
    public async Task NextWaybill_AllNumbersAreUsed_ThrowsAndSaysWhatToDo()
    {
        await _harness.Engine.Store.WriteAsync(tx => tx.Prepare("INSERT INTO logistics_waybills(store, key, number) VALUES('demo', 'last', 99999999)").ExecuteNonQuery());
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _harness.Port<IWaybillNumbers>().NextAsync(SampleStores.Demo, "a"));
        Assert.Contains("service indicator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_ABugWouldSellWhatIsNotThere_TheDatabaseRefuses()
    {
        await _harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", 1);
        foreach (var sql in new[] { "UPDATE stock_levels SET on_hand = -1", "UPDATE stock_levels SET allocated = 2", "UPDATE stock_levels SET allocated = -1" })
            await Assert.ThrowsAsync<SqliteException>(() => _harness.Engine.Store.WriteAsync(tx => tx.Prepare(sql).ExecuteNonQuery()));
    }

    private static TokenGrant Grant(string id) => new(id, TokenKind.Staff, "admin", null, null, "Sam", Samples.Start, null);

    private static List<string> Names(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }
}
