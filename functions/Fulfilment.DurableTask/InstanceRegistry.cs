using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask;

/// <summary>The ids of all instances there ever were, purged ones too.</summary>
public static class InstanceRegistry
{
    /// <summary>Ordered by id.</summary>
    /// <param name="after">The last id of the page before; null: from the start.</param>
    public static IReadOnlyList<string> Ids(SqliteConnection connection, string? after, int limit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT instance FROM registry WHERE instance > $after ORDER BY instance LIMIT $limit";
        command.Parameters.AddWithValue("$after", after ?? "");
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
