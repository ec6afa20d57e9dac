using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

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

    private Task<EmbeddedEngine> OpenAsync() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path });

    private void Change(string sql)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(_folder.Path), SqliteOpenMode.ReadWrite);
        DatabaseFile.Scalar(connection, sql);
    }
}
