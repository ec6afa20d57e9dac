using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;

namespace Fulfilment.Integrations.Storefronts.Json;

/// <summary>
/// A JSON value and where it stands. Reads what platforms really send: numbers as strings and strings as numbers, null for
/// missing, empty text for null. What cannot be read throws a <see cref="MappingFault"/> with the path.
/// </summary>
internal readonly struct JsonAt(JsonElement element, string path)
{
    private readonly JsonElement _element = element;

    public string Path { get; } = path;

    public static JsonAt Parse(byte[] body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return JsonTexts.FindBroken(json) is { } path ? throw new MappingFault(path, JsonTexts.Broken) : new(json, "$");
        }
        catch (JsonException e)
        {
            throw new MappingFault("$", $"Not JSON: {e.Message}");
        }
    }

    public bool IsMissing => _element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
    public JsonValueKind Kind => _element.ValueKind;

    /// <summary>As it stands in the body.</summary>
    public string Raw => _element.GetRawText();

    /// <summary>The member, or a missing value; also for what is no object.</summary>
    public JsonAt this[string name] => new(
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out var value) ? value : default,
        $"{Path}.{name}");

    public JsonAt RequiredObject() => _element.ValueKind == JsonValueKind.Object ? this : throw Fault("An object is needed here.");

    /// <summary>Empty when missing.</summary>
    public IEnumerable<JsonAt> Items()
    {
        if (IsMissing) return [];
        if (_element.ValueKind != JsonValueKind.Array) throw Fault("An array is needed here.");
        var path = Path;
        return _element.EnumerateArray().Select((item, index) => new JsonAt(item, $"{path}[{index}]"));
    }

    public IEnumerable<(string Name, JsonAt Value)> Members()
    {
        if (_element.ValueKind != JsonValueKind.Object) return [];
        var path = Path;
        return _element.EnumerateObject().Select(member => (member.Name, new JsonAt(member.Value, $"{path}.{member.Name}")));
    }

    /// <summary>Null when missing or blank; a number or a truth value as it is written.</summary>
    public string? Text()
    {
        var text = _element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => _element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => _element.GetRawText(),
            JsonValueKind.Object or JsonValueKind.Array => throw Fault("Text is needed here."),
            _ => throw new InvalidOperationException($"{Path}: JSON kind {_element.ValueKind}."),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public string RequiredText() => Text() ?? throw Fault("This is required.");

    public decimal? Decimal()
    {
        if (Text() is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Fault($"'{text}' is not a number.");
    }

    public int? Int()
    {
        if (Decimal() is not { } value) return null;
        return decimal.Truncate(value) == value && Math.Abs(value) <= 1_000_000_000m ? (int)value : throw Fault($"'{Text()}' is not a whole number.");
    }

    public bool? Bool() => Text() switch
    {
        null => null,
        "true" or "True" or "1" => true,
        "false" or "False" or "0" => false,
        var text => throw Fault($"'{text}' is neither true nor false."),
    };

    /// <summary>Minor units, unrounded; null when missing.</summary>
    public decimal? Minor(Currency currency)
    {
        if (Decimal() is not { } value) return null;
        return Math.Abs(value) <= 1_000_000_000_000m ? value * currency.MinorPerMajor : throw Fault($"{value} is no plausible amount.");
    }

    /// <summary>Rounded half away from zero to the currency's digits; zero when missing.</summary>
    public Money Money(Currency currency) => Domain.Money.Round(Minor(currency) ?? 0, currency);

    public Currency? Currency()
    {
        if (Text() is not { } code) return null;
        return code.Length == 3 && code.All(char.IsAsciiLetter) ? Domain.Currency.Of(code) : throw Fault($"'{code}' is not an ISO 4217 currency code.");
    }

    /// <summary>An instant; text without an offset is UTC (WooCommerce's *_gmt fields).</summary>
    public DateTimeOffset? Instant()
    {
        if (Text() is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw Fault($"'{text}' is not a time.");
    }

    public MappingFault Fault(string reason) => new(Path, reason);
}
