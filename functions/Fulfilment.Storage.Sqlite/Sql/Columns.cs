using System.Text.Json;
using Fulfilment.Domain;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Sql;

/// <summary>
/// How values stand in columns: instants as UTC ticks (exact, and they sort), enums by name, documents as JSON text of the
/// one dialect. Inside JSON, instants are RFC 3339 like on the wire.
/// </summary>
internal static class Columns
{
    public static object? Ticks(DateTimeOffset? value) => value?.UtcTicks;

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    public static T ParseJson<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, DomainJson.Options) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is null.");

    public static T Json<T>(this SqliteDataReader row, int column) => ParseJson<T>(row.GetString(column));

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static T Name<T>(this SqliteDataReader row, int column) where T : struct, Enum => Enum.Parse<T>(row.GetString(column));
}
