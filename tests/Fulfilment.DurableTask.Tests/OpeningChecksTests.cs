using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.DurableTask.Tests;

[Trait(TestKind.Name, TestKind.Fault)]
public sealed class OpeningChecksTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_WithAChangedRowAmongTheNewest64Megabytes_IsRefused()
    {
        await WriteHistoryAsync();
        Change("UPDATE history SET at = at + 1 WHERE id = 19");

        var refusal = await Assert.ThrowsAsync<EngineFileException>(() => OpenAsync());

        Assert.Contains("checksum", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("fulfil restore", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A restart waits for so much of the newest history and no more, however large the file is. The rest is read beside the running engine.</summary>
    [Fact]
    public async Task Open_WithAChangedRowOutsideThem_StopsTheEngineSoonAfterAndRefusesEveryLaterStart()
    {
        await WriteHistoryAsync();
        Change("UPDATE history SET at = at + 1 WHERE id = 2");
        var stopped = new TaskCompletionSource<(string Message, Exception Error)>(TaskCreationOptions.RunContinuationsAsynchronously);

        await using (var engine = await OpenAsync(failFast: (message, error) => stopped.TrySetResult((message, error))))
        {
            var (message, error) = await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.IsType<EngineFailedException>(error);
            Assert.Contains("instance number 2 does not match its checksum", message, StringComparison.Ordinal);
            Assert.Contains("fulfil restore", message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<EngineFailedException>(() => engine.Client.ScheduleNewAsync("never", null));
            Assert.Equal(message, await engine.WriteProblemAsync());
        }

        // At once: nothing is read beside the engine any more.
        var refusal = await Assert.ThrowsAsync<EngineFileException>(() => OpenAsync(beforeScrub: _ => Assert.Fail("the file was opened again")));
        Assert.Contains("instance number 2 does not match its checksum", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("fulfil restore", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("checksum", Assert.Single(EngineFile.Check(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AfterTheDamageThatStoppedItIsMended_GoesOn()
    {
        await WriteHistoryAsync();
        Change("UPDATE history SET at = at + 1 WHERE id = 2");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (await OpenAsync(failFast: (_, _) => stopped.TrySetResult()))
        {
            await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        Change("UPDATE history SET at = at - 1 WHERE id = 2");

        await using var engine = await OpenAsync();
        await engine.Client.ScheduleNewAsync("never", null);
    }

    /// <summary>Purged and cut histories leave gaps in the row numbers, and chains that end in another piece than they begin in.</summary>
    [Fact]
    public async Task Scrub_OfASoundFileThatIsWrittenMeanwhile_ReadsEveryOlderRowInPiecesAndFindsNothing()
    {
        await WriteHistoryAsync(instances: 30, withEvents: true);
        var log = new RecordingLoggers();
        var pieces = new List<long>();
        using var arrived = new SemaphoreSlim(0);
        using var mayGoOn = new SemaphoreSlim(0);
        var verified = log.NextAsync("All history is verified");
        var engine = await OpenAsync(log: log, beforeScrub: from =>
        {
            pieces.Add(from);
            arrived.Release();
            mayGoOn.Wait();
        });

        // The twelfth ahead of it; the others, one a piece of two, behind it, so that enough pieces are left.
        foreach (var n in (int[])[12, 1, 2, 3, 4])
        {
            await arrived.WaitAsync();
            await engine.Client.TerminateAsync($"order-{n}");
            Assert.Equal(1, await engine.Client.PurgeAsync($"order-{n}"));
            await engine.Client.RaiseEventAsync($"order-{n + 12}", "more", n);
            mayGoOn.Release();
        }

        mayGoOn.Release(100);
        await verified.WaitAsync(TimeSpan.FromSeconds(30));
        await engine.DisposeAsync();

        Assert.True(pieces.Count > 5, $"only {pieces.Count} pieces");
        Assert.Equal(pieces.Order(), pieces);
        Assert.Empty(EngineFile.Check(_folder.Path));
    }

    [Fact]
    public async Task Stop_WhileOlderRowsAreChecked_WaitsForThePieceOnly()
    {
        await WriteHistoryAsync();
        var pieces = 0;
        using var begun = new SemaphoreSlim(0);
        using var mayGoOn = new SemaphoreSlim(0);
        var engine = await OpenAsync(beforeScrub: _ =>
        {
            pieces++;
            begun.Release();
            mayGoOn.Wait();
        });
        await begun.WaitAsync();

        var stop = new Thread(() => engine.DisposeAsync().AsTask().GetAwaiter().GetResult());
        stop.Start();
        // It sleeps as soon as it waits for the scrubber, which it has told to stop then.
        SpinWait.SpinUntil(() => (stop.ThreadState & ThreadState.WaitSleepJoin) != 0);
        mayGoOn.Release(100);
        Assert.True(stop.Join(TimeSpan.FromSeconds(30)));

        Assert.Equal(1, pieces);
    }

    /// <summary>A chain that is not there at all breaks nowhere.</summary>
    [Fact]
    public async Task Open_WhereAnInstanceOutsideThemHasLostAllItsRows_StopsTheEngineSoonAfterAndRefusesEveryLaterStart()
    {
        await WriteHistoryAsync();
        Change("DELETE FROM history WHERE iid = 2");
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);

        await using (await OpenAsync(failFast: (message, _) => stopped.TrySetResult(message)))
        {
            Assert.Contains("instance number 2 has lost its history", await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        }

        var refusal = await Assert.ThrowsAsync<EngineFileException>(() => OpenAsync(beforeScrub: _ => Assert.Fail("the file was opened again")));
        Assert.Contains("instance number 2 has lost its history", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>However long it reads: what is committed meanwhile, in tables that it has and has not read yet, is no damage.</summary>
    [Fact]
    public async Task Check_WhileTheFileIsWritten_SeesTheMomentAtWhichItBegan()
    {
        await using (var engine = await OpenAsync())
        {
            await engine.Client.ScheduleNewAsync("never", null);
        }

        var written = 0;
        var progress = new OnReport(_ =>
        {
            if (written++ == 0) Change("UPDATE history SET at = at + 1");
        });

        Assert.Empty(EngineFile.Check(_folder.Path, progress: progress));
        Assert.True(written > 0);
        Assert.NotEmpty(EngineFile.Check(_folder.Path));
    }

    /// <summary>What is still to be checked is checked when its instance is loaded: changed on disk, it decides nothing.</summary>
    [Fact]
    public async Task Turn_OfAnInstanceWithAChangedRowNotYetChecked_IsQuarantinedAndDecidesNothing()
    {
        var paid = new List<string>();
        using var checks = new ManualResetEventSlim();
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
        var opened = await StartedAsync(paid, _ => checks.Wait());
        try
        {
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
        finally
        {
            // It waits for the check under way.
            checks.Set();
            await opened.DisposeAsync();
        }
    }

    /// <summary>More than is checked at open, by an engine that runs no orchestrator.</summary>
    /// <param name="withEvents">Each instance but the last hears of something after the next one's start.</param>
    private async Task WriteHistoryAsync(int instances = 20, bool withEvents = false)
    {
        var large = new string('x', 4_000_000);
        await using var engine = await OpenAsync();
        for (var n = 1; n <= instances; n++)
        {
            await engine.Client.ScheduleNewAsync("never", large, new StartOptions($"order-{n}"));
            if (withEvents && n > 1)
            {
                await engine.Client.RaiseEventAsync($"order-{n - 1}", "more", n);
            }
        }
    }

    /// <summary>Pays, when told to, the price that it was told before.</summary>
    private async Task<EmbeddedEngine> StartedAsync(List<string> paid, Action<long>? beforeScrub = null)
    {
        var engine = await OpenAsync(beforeScrub: beforeScrub);
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

    private Task<EmbeddedEngine> OpenAsync(Action<string, Exception>? failFast = null, Action<long>? beforeScrub = null, ILoggerFactory? log = null) =>
        EmbeddedEngine.OpenAsync(new EngineOptions
        {
            Directory = _folder.Path,
            FailFast = failFast ?? (static (_, _) => { }),
            Hooks = new EngineHooks { BeforeScrub = beforeScrub ?? (static _ => { }) },
            LoggerFactory = log ?? NullLoggerFactory.Instance,
        });

    private void Change(string sql)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(_folder.Path), SqliteOpenMode.ReadWrite);
        DatabaseFile.Scalar(connection, sql);
    }

    private sealed class OnReport(Action<FileProgress> then) : IProgress<FileProgress>
    {
        public void Report(FileProgress value) => then(value);
    }
}
