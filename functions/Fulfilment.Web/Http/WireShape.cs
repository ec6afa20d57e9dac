using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fulfilment.Web.Http;

/// <summary>A fault of a JSON body: where and what.</summary>
internal sealed record WireFault(string Path, string Detail);

/// <summary>
/// Compares JSON with the shape of the type it is meant for, before it is read: names unknown fields, unknown
/// discriminators, missing fields and nulls by path, which the serialiser reports late, vaguely or not at all.
/// </summary>
internal static class WireShape
{
    public static WireFault? Check(JsonElement json, JsonTypeInfo type, string path = "$")
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => CheckObject(json, type, path),
            JsonTypeInfoKind.Enumerable => CheckItems(json, type, path),
            JsonTypeInfoKind.Dictionary => CheckValues(json, type, path),
            JsonTypeInfoKind.None => null,
            _ => throw new InvalidOperationException($"Unknown JSON kind {type.Kind}."),
        };
    }

    private static WireFault? CheckObject(JsonElement json, JsonTypeInfo declared, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) return new(path, "An object is expected here.");
        var (type, discriminator, fault) = Resolve(json, declared, path);
        if (fault is not null) return fault;
        foreach (var field in json.EnumerateObject())
        {
            if (field.Name == discriminator) continue;
            var property = type.Properties.FirstOrDefault(p => p.Set is not null || p.AssociatedParameter is not null ? p.Name == field.Name : false);
            if (property is null) return new($"{path}.{field.Name}", $"This field is not known here. Known: {string.Join(", ", Writable(type))}.");
            if (field.Value.ValueKind == JsonValueKind.Null && !TakesNull(property)) return new($"{path}.{field.Name}", "This field may not be null.");
            if (Check(field.Value, type.Options.GetTypeInfo(property.PropertyType), $"{path}.{field.Name}") is { } inner) return inner;
        }

        var missing = type.Properties.FirstOrDefault(p => IsRequired(p) && !json.TryGetProperty(p.Name, out _));
        return missing is null ? null : new($"{path}.{missing.Name}", "This field is missing.");
    }

    private static (JsonTypeInfo Type, string? Discriminator, WireFault? Fault) Resolve(JsonElement json, JsonTypeInfo declared, string path)
    {
        if (declared.PolymorphismOptions is not { } options) return (declared, null, null);
        var name = options.TypeDiscriminatorPropertyName;
        var known = $"It is one of: {string.Join(", ", options.DerivedTypes.Select(d => d.TypeDiscriminator))}.";
        if (!json.TryGetProperty(name, out var value)) return (declared, name, new($"{path}.{name}", $"This field is missing. {known}"));
        var derived = options.DerivedTypes.FirstOrDefault(d => value.ValueKind == JsonValueKind.String && d.TypeDiscriminator is string text && text == value.GetString());
        return derived.DerivedType is null
            ? (declared, name, new($"{path}.{name}", $"{value.GetRawText()} is not known here. {known}"))
            : (declared.Options.GetTypeInfo(derived.DerivedType), name, null);
    }

    private static WireFault? CheckItems(JsonElement json, JsonTypeInfo type, string path)
    {
        if (json.ValueKind != JsonValueKind.Array) return new(path, "A list is expected here.");
        var element = type.Options.GetTypeInfo(type.ElementType!);
        return json.EnumerateArray()
            .Select((item, i) => item.ValueKind == JsonValueKind.Null ? new($"{path}[{i}]", "A list has no nulls here.") : Check(item, element, $"{path}[{i}]"))
            .FirstOrDefault(f => f is not null);
    }

    private static WireFault? CheckValues(JsonElement json, JsonTypeInfo type, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) return new(path, "An object is expected here.");
        var element = type.Options.GetTypeInfo(type.ElementType!);
        return json.EnumerateObject()
            .Select(field => field.Value.ValueKind == JsonValueKind.Null ? new($"{path}.{field.Name}", "This value may not be null.") : Check(field.Value, element, $"{path}.{field.Name}"))
            .FirstOrDefault(f => f is not null);
    }

    private static IEnumerable<string> Writable(JsonTypeInfo type) =>
        type.Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null).Select(p => p.Name);

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false };

    private static bool TakesNull(JsonPropertyInfo property) =>
        property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;
}
