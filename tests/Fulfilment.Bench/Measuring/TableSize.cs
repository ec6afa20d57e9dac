using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Bench.Measuring;

/// <summary>Bytes of all pages of a table and its indexes, in a file that nobody has open.</summary>
internal static class TableSize
{
    public static double Of(string path, string table)
    {
        var roots = new List<long>();
        using (var connection = DatabaseFile.Open(path, SqliteOpenMode.ReadOnly))
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT rootpage FROM sqlite_master WHERE tbl_name = $table";
            command.Parameters.AddWithValue("$table", table);
            using var reader = command.ExecuteReader();
            while (reader.Read()) roots.Add(reader.GetInt64(0));
        }

        using var pages = new BTreePages(path);
        return (double)roots.Sum(pages.Count) * pages.PageSize;
    }
}
