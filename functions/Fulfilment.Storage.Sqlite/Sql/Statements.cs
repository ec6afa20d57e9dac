using Fulfilment.DurableTask;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Sql;

/// <summary>Short forms of what every store does. Parameters are positional: ?1, ?2, …</summary>
internal static class Statements
{
    /// <returns>How many rows were changed.</returns>
    public static int Execute(this EngineTransaction tx, string sql, params ReadOnlySpan<object?> parameters) =>
        tx.Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Reads all rows before it returns: a prepared command may be in use once only.</summary>
    public static List<T> Query<T>(this EngineTransaction tx, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> parameters) =>
        ReadAll(tx.Prepare(sql, parameters), row);

    /// <summary>The first row, or null.</summary>
    public static T? First<T>(this EngineTransaction tx, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> parameters) where T : class =>
        ReadFirst(tx.Prepare(sql, parameters), row);

    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return ReadAll(command, row);
    }

    public static T? First<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> parameters) where T : class
    {
        using var command = Command(connection, sql, parameters);
        return ReadFirst(command, row);
    }

    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"?{i + 1}", parameters[i] ?? DBNull.Value);
        return command;
    }

    private static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> row)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private static T? ReadFirst<T>(SqliteCommand command, Func<SqliteDataReader, T> row) where T : class
    {
        using var reader = command.ExecuteReader();
        return reader.Read() ? row(reader) : null;
    }
}
