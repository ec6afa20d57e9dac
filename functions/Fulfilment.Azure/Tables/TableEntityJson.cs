using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fulfilment.Azure.Tables;

/// <summary>Rows in the service's JSON (OData 3, minimal metadata).</summary>
internal static class TableEntityJson
{
    private const string TypeSuffix = "@odata.type";

    public static byte[] Write(TableEntity entity)
    {
        var json = new JsonObject { ["PartitionKey"] = entity.PartitionKey, ["RowKey"] = entity.RowKey };
        foreach (var (name, value) in entity.Values)
        {
            if (TypeOf(value) is { } type) json[name + TypeSuffix] = type;
            json[name] = ValueOf(value);
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    public static TableEntity Read(JsonElement json)
    {
        var entity = new TableEntity(json.GetProperty("PartitionKey").GetString()!, json.GetProperty("RowKey").GetString()!)
        {
            ETag = json.TryGetProperty("odata.etag", out var etag) ? etag.GetString() : null,
        };
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name is "PartitionKey" or "RowKey" or "Timestamp" || property.Name.Contains("odata.", StringComparison.Ordinal)) continue;
            var type = json.TryGetProperty(property.Name + TypeSuffix, out var declared) ? declared.GetString() : null;
            entity[property.Name] = Value(property.Value, type);
        }

        return entity;
    }

    private static string? TypeOf(object value) => value switch
    {
        long => "Edm.Int64",
        byte[] => "Edm.Binary",
        _ => null,
    };

    private static JsonNode ValueOf(object value) => value switch
    {
        string text => JsonValue.Create(text),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        bool flag => JsonValue.Create(flag),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        _ => throw new InvalidOperationException($"A table cannot hold a {value.GetType().Name}."),
    };

    private static object? Value(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => null,
        (JsonValueKind.True or JsonValueKind.False, _) => value.GetBoolean(),
        (JsonValueKind.String, "Edm.Int64") => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JsonValueKind.String, "Edm.Binary") => value.GetBytesFromBase64(),
        (JsonValueKind.String, _) => value.GetString(),
        (JsonValueKind.Number, _) when value.TryGetInt32(out var number) => number,
        _ => throw new InvalidDataException($"A table row holds a {value.ValueKind}."),
    };
}
