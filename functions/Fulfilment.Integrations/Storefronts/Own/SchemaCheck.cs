using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fulfilment.Integrations.Storefronts.Own;

/// <summary>
/// Checks a document against the part of JSON Schema that our own schema uses, and finds every fault with its path. A keyword
/// it does not know stops it, so the schema cannot say more than is checked.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);
    private readonly List<FormatFault> _faults = [];

    public static IReadOnlyList<FormatFault> Run(JsonElement schema, JsonElement document)
    {
        var check = new SchemaCheck(schema);
        check.Value(schema, document, "$");
        return check._faults;
    }

    private void Value(JsonElement schema, JsonElement value, string path)
    {
        foreach (var rule in schema.EnumerateObject())
            if (!Rule(rule.Name, rule.Value, schema, value, path)) return;
    }

    /// <summary>False: nothing more is worth saying about this value.</summary>
    private bool Rule(string name, JsonElement rule, JsonElement schema, JsonElement value, string path)
    {
        switch (name)
        {
            case "$schema" or "$id" or "$defs" or "title" or "description":
                return true;
            case "additionalProperties":
                if (value.ValueKind == JsonValueKind.Object) Others(rule, schema, value, path);
                return true;
            case "$ref":
                Value(Definition(rule.GetString()!), value, path);
                return true;
            case "oneOf":
                Nullable(rule, value, path);
                return true;
            case "type":
                return IsType(rule, value) || Fault(path, $"{Expected(rule)} is needed here, not {Kind(value)}.");
            case "enum":
                return rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value))
                    || Fault(path, $"One of {string.Join(", ", rule.EnumerateArray().Select(allowed => allowed.GetString()))} is needed here.");
            case "required":
                return value.ValueKind != JsonValueKind.Object || Required(rule, value, path);
            case "properties":
                if (value.ValueKind == JsonValueKind.Object) Members(rule, value, path);
                return true;
            case "items":
                if (value.ValueKind == JsonValueKind.Array) Items(rule, value, path);
                return true;
            case "minItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32() || Fault(path, $"At least {rule} is needed.");
            case "maxItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32() || Fault(path, $"At most {rule} are taken.");
            case "minLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Trim().Length >= rule.GetInt32() || Fault(path, "Must not be empty.");
            case "maxLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.GetInt32() || Fault(path, $"At most {rule} characters.");
            case "pattern":
                return value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.CultureInvariant, PatternTimeout) || Fault(path, $"Must match {rule}.");
            case "format":
                return value.ValueKind != JsonValueKind.String || HasFormat(rule.GetString()!, value.GetString()!) || Fault(path, $"Must be a {rule} (RFC 3339).");
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble() || Fault(path, $"At least {rule}.");
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble() || Fault(path, $"At most {rule}.");
            default:
                throw new InvalidOperationException($"The schema uses '{name}', which is not checked.");
        }
    }

    /// <summary>The schema uses oneOf only as "this or null".</summary>
    private void Nullable(JsonElement choices, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Null) Value(choices[0], value, path);
    }

    private bool Required(JsonElement names, JsonElement value, string path)
    {
        foreach (var name in names.EnumerateArray().Select(name => name.GetString()!))
            if (!value.TryGetProperty(name, out _)) _faults.Add(new($"{path}.{name}", "This is required."));
        return true;
    }

    private void Members(JsonElement properties, JsonElement value, string path)
    {
        foreach (var member in value.EnumerateObject())
            if (properties.TryGetProperty(member.Name, out var rule)) Value(rule, member.Value, $"{path}.{member.Name}");
    }

    /// <summary>Members that "properties" does not name: refused, or checked by a rule of their own.</summary>
    private void Others(JsonElement rule, JsonElement schema, JsonElement value, string path)
    {
        schema.TryGetProperty("properties", out var named);
        foreach (var member in value.EnumerateObject())
        {
            if (named.ValueKind == JsonValueKind.Object && named.TryGetProperty(member.Name, out _)) continue;
            if (rule.ValueKind == JsonValueKind.False) Unknown(named, member.Name, path);
            else Value(rule, member.Value, $"{path}.{member.Name}");
        }
    }

    private void Items(JsonElement rule, JsonElement value, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray()) Value(rule, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"));
    }

    private void Unknown(JsonElement properties, string name, string path)
    {
        var near = properties.EnumerateObject().Select(p => p.Name).MinBy(known => Nearness.Distance(known, name));
        var hint = near is not null && Nearness.Distance(near, name) <= 3 ? $" Did you mean '{near}'?" : "";
        _faults.Add(new($"{path}.{name}", $"Unknown name.{hint}"));
    }

    private bool Fault(string path, string message)
    {
        _faults.Add(new(path, message));
        return false;
    }

    private JsonElement Definition(string reference)
    {
        var element = root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)) element = element.GetProperty(step);
        return element;
    }

    private static bool IsType(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => IsType(one, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && decimal.Truncate(number) == number,
            "null" => value.ValueKind == JsonValueKind.Null,
            var other => throw new InvalidOperationException($"The schema uses type '{other}', which is not checked."),
        };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date-time" => text.Length >= 20 && text[10] is 'T' or 't' && HasOffset(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => throw new InvalidOperationException($"The schema uses format '{format}', which is not checked."),
    };

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || text[^6] is '+' or '-';

    private static string Expected(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? string.Join(" or ", type.EnumerateArray().Select(one => one.GetString()))
        : type.GetString()!;

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();
}
