using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fulfilment.Domain;

/// <summary>An amount in whole minor units of its currency (cents for EUR, yen for JPY, fils for KWD). Adding two currencies is a bug and throws.</summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money : IComparable<Money>
{
    /// <param name="minor">Minor units; must be whole.</param>
    public Money(decimal minor, Currency currency)
    {
        if (decimal.Truncate(minor) != minor)
            throw new ArgumentOutOfRangeException(nameof(minor), minor, "Minor units are whole; use Money.Round.");
        Minor = minor;
        Currency = currency;
    }

    public decimal Minor { get; }
    public Currency Currency { get; }

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>From major units (12.34), which must fit the currency's digits.</summary>
    /// <exception cref="FormatException">More decimals than the currency has.</exception>
    public static Money FromMajor(decimal major, Currency currency)
    {
        var minor = major * currency.MinorPerMajor;
        return decimal.Truncate(minor) == minor
            ? new(minor, currency)
            : throw new FormatException($"{major.ToString(CultureInfo.InvariantCulture)} has more decimals than {currency.Code} ({currency.Digits}).");
    }

    /// <summary>From a fraction of minor units, half away from zero: how tax and discount shares are rounded.</summary>
    public static Money Round(decimal minor, Currency currency) => new(Math.Round(minor, 0, MidpointRounding.AwayFromZero), currency);

    public decimal Major => Minor / Currency.MinorPerMajor;
    public bool IsZero => Minor == 0;
    public bool IsPositive => Minor > 0;
    public bool IsNegative => Minor < 0;

    public static Money operator +(Money a, Money b) => new(a.Minor + b.Minor, Same(a, b));
    public static Money operator -(Money a, Money b) => new(a.Minor - b.Minor, Same(a, b));
    public static Money operator -(Money a) => new(-a.Minor, a.Currency);
    public static Money operator *(Money a, int times) => new(a.Minor * times, a.Currency);
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    public static Money Min(Money a, Money b) => a <= b ? a : b;
    public static Money Max(Money a, Money b) => a >= b ? a : b;

    public int CompareTo(Money other)
    {
        _ = Same(this, other);
        return Minor.CompareTo(other.Minor);
    }

    /// <summary>Invariant, with the currency's digits: "12.34 EUR".</summary>
    public override string ToString() => $"{Amount} {Currency.Code}";

    /// <summary>The wire form of the amount: "12.34", "1200" for JPY, "1.250" for KWD.</summary>
    public string Amount => Major.ToString("F" + Currency.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Currency Same(Money a, Money b) => a.Currency == b.Currency
        ? a.Currency
        : throw new InvalidOperationException($"Cannot combine {a} with {b}: different currencies.");
}

/// <summary>Wire form: {"amount":"12.34","currency":"EUR"}.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Money is {\"amount\":\"12.34\",\"currency\":\"EUR\"}.");
        string? amount = null, code = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "amount") amount = reader.GetString();
            else if (name == "currency") code = reader.GetString();
            else reader.Skip();
        }

        if (amount is null || code is null) throw new JsonException("Money needs \"amount\" and \"currency\".");
        try
        {
            return Money.FromMajor(decimal.Parse(amount, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture), Currency.Of(code));
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new JsonException($"Money \"{amount}\" \"{code}\": {e.Message}", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.Amount);
        writer.WriteString("currency", value.Currency.Code);
        writer.WriteEndObject();
    }
}
