using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Bench.Raw;

/// <summary>What SQLite needs for so many payloads when each is a row and nothing else is stored.</summary>
internal static class PlainTable
{
    /// <returns>Bytes of its pages.</returns>
    public static double Size(string folder, int rows, int bytes)
    {
        var path = DatabaseFile.PathIn(folder);
        using (var database = new Database(DatabaseFile.Open(path, SqliteOpenMode.ReadWriteCreate)))
        {
            DatabaseFile.Scalar(database.Connection, "CREATE TABLE plain(id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
            var insert = database.Prepare("INSERT INTO plain(data) VALUES(?1)");
            var data = new byte[bytes];
            database.Begin();
            for (var row = 0; row < rows; row++) insert.BindBlob(1, data).Execute();
            database.Commit();
        }

        return TableSize.Of(path, "plain");
    }
}
