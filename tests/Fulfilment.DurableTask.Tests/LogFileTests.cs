using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

[Trait(TestKind.Name, TestKind.Fault)]
public sealed class LogFileTests
{
    [Fact]
    public async Task Log_ThatALongReadLetGrow_IsShortenedAfterIt()
    {
        using var folder = new DataFolder();
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder.Path });
        var megabyte = new string('x', 1_000_000);
        await engine.Client.ScheduleNewAsync("never");
        using (var reader = EngineFile.OpenReadOnly(folder.Path))
        using (reader.BeginTransaction(deferred: true))
        {
            DatabaseFile.Scalar(reader, "SELECT count(*) FROM instances");
            while (LogBytes() <= DatabaseFile.LongestLog + 20_000_000)
            {
                await engine.Client.ScheduleNewAsync("never", megabyte);
            }
        }

        for (var n = 0; n < 200 && LogBytes() > DatabaseFile.LongestLog; n++)
        {
            await engine.Client.ScheduleNewAsync("never", megabyte);
        }

        Assert.InRange(LogBytes(), 0, DatabaseFile.LongestLog);
        long LogBytes() => new FileInfo(EngineFile.PathIn(folder.Path) + "-wal").Length;
    }
}
