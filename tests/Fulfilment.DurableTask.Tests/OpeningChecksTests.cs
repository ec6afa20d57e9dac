using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

[Trait(TestKind.Name, TestKind.Fault)]
public sealed class OpeningChecksTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A restart reads so much of the newest history and no more, however large the file is.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(19, false)]
    public async Task Open_WithAChangedRow_IsRefusedWithinTheNewest64MegabytesOnly(int row, bool opens)
    {
        var large = new string('x', 4_000_000);
        await using (var engine = await OpenAsync())
        {
            for (var n = 0; n < 20; n++)
            {
                await engine.Client.ScheduleNewAsync("never", large);
            }
        }

        Change($"UPDATE history SET at = at + 1 WHERE id = {row}");

        if (opens)
        {
            await (await OpenAsync()).DisposeAsync();
        }
        else
        {
            await Assert.ThrowsAsync<EngineFileException>(OpenAsync);
        }

        Assert.Contains("checksum", Assert.Single(EngineFile.Check(_folder.Path)), StringComparison.Ordinal);
    }

    /// <summary>What the opening left out is checked when its instance is loaded: changed on disk, it decides nothing.</summary>
    [Fact]
    public async Task Turn_OfAnInstanceWithAChangedRowOutsideThem_IsQuarantinedAndDecidesNothing()
    {
        var paid = new List<string>();
        await using (var engine = await StartedAsync(paid))
        {
            await engine.Client.ScheduleNewAsync("order", null, new StartOptions("old"));
            await engine.Client.RaiseEventAsync("old", "price", "10.00");
            await engine.Progress.WhenIdleAsync();
            for (var n = 0; n < 18; n++)
            {
                await engine.Client.ScheduleNewAsync("never", new string('x', 4_000_000));
            }
        }

        ChangeBytes("\"10.00\""u8, "\"90.00\""u8);
        await using var opened = await StartedAsync(paid);
        await opened.Client.RaiseEventAsync("old", "pay", 1);
        await opened.Progress.WhenIdleAsync();

        var held = Assert.Single(await opened.Quarantine.ListAsync());
        Assert.Equal("old", held.InstanceId);
        Assert.Contains("damaged", held.Reason, StringComparison.Ordinal);
        Assert.Contains("fulfil restore", held.Reason, StringComparison.Ordinal);
        Assert.Empty(paid);
        Assert.Equal(OrchestrationStatus.Running, (await opened.Client.GetInstanceAsync("old"))!.Status);
        Assert.Contains("checksum", Assert.Single(EngineFile.Check(_folder.Path)), StringComparison.Ordinal);
    }

    /// <summary>Pays, when told to, the price that it was told before.</summary>
    private async Task<EmbeddedEngine> StartedAsync(List<string> paid)
    {
        var engine = await OpenAsync();
        await engine.StartAsync(new TaskRegistry()
            .Orchestrator("never", context => context.WaitForExternalEvent<int>("never"))
            .Activity<string, bool>("pay", price =>
            {
                paid.Add(price);
                return true;
            })
            .Orchestrator("order", async context =>
            {
                var price = await context.WaitForExternalEvent<string>("price");
                await context.WaitForExternalEvent<int>("pay");
                return await context.CallActivityAsync<bool>("pay", price);
            }), NoServices.Instance, []);
        return engine;
    }

    /// <summary>In the first row of history that holds them.</summary>
    private void ChangeBytes(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(_folder.Path), SqliteOpenMode.ReadWrite);
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT id, data FROM history WHERE instr(data, $from) > 0 ORDER BY id LIMIT 1";
        read.Parameters.AddWithValue("$from", from.ToArray());
        using var row = read.ExecuteReader();
        Assert.True(row.Read());
        var data = row.GetFieldValue<byte[]>(1);
        to.CopyTo(data.AsSpan(data.AsSpan().IndexOf(from)));
        using var write = connection.CreateCommand();
        write.CommandText = "UPDATE history SET data = $data WHERE id = $id";
        write.Parameters.AddWithValue("$data", data);
        write.Parameters.AddWithValue("$id", row.GetInt64(0));
        row.Close();
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    private Task<EmbeddedEngine> OpenAsync() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path });

    private void Change(string sql)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(_folder.Path), SqliteOpenMode.ReadWrite);
        DatabaseFile.Scalar(connection, sql);
    }
}
