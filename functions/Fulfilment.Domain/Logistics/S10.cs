using System.Globalization;

namespace Fulfilment.Domain.Logistics;

/// <summary>A postal item identifier in the form of the UPU's standard S10: "RX123456785FR".</summary>
/// <param name="Service">Two letters: the kind of item ("RX").</param>
/// <param name="Serial">0 to 99,999,999.</param>
/// <param name="Country">ISO 3166-1 alpha-2 of the issuing post.</param>
public sealed record S10(string Service, int Serial, string Country)
{
    public const int MaxSerial = 99_999_999;
    private const int Length = 13;
    private static readonly int[] Weights = [8, 6, 4, 2, 3, 5, 9, 7];

    /// <exception cref="ArgumentException">Service or country are not two capital letters, or the serial has more than eight digits.</exception>
    public static string Make(string service, int serial, string country)
    {
        if (!IsPair(service)) throw new ArgumentException($"'{service}' is not two capital letters.", nameof(service));
        if (!IsPair(country)) throw new ArgumentException($"'{country}' is not two capital letters.", nameof(country));
        if (serial is < 0 or > MaxSerial) throw new ArgumentOutOfRangeException(nameof(serial), serial, "A serial has at most eight digits.");
        var digits = serial.ToString("D8", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{service}{digits}{CheckDigit(digits)}{country}");
    }

    /// <summary>Null when it is not one: wrong form or wrong check digit. Spaces and case do not matter.</summary>
    public static S10? Parse(string text)
    {
        var compact = string.Concat(text.Where(c => c != ' ')).ToUpperInvariant();
        if (compact.Length != Length) return null;
        var (service, digits, country) = (compact[..2], compact[2..10], compact[11..]);
        if (!IsPair(service) || !IsPair(country) || !digits.All(char.IsAsciiDigit) || !char.IsAsciiDigit(compact[10])) return null;
        return compact[10] - '0' == CheckDigit(digits) ? new(service, int.Parse(digits, CultureInfo.InvariantCulture), country) : null;
    }

    public static bool IsValid(string text) => Parse(text) is not null;

    public override string ToString() => Make(Service, Serial, Country);

    /// <summary>Weighted sum modulo 11; the two remainders without a digit of their own have 0 and 5.</summary>
    private static int CheckDigit(string digits)
    {
        var sum = digits.Zip(Weights, (digit, weight) => (digit - '0') * weight).Sum();
        return (11 - sum % 11) switch { 10 => 0, 11 => 5, var digit => digit };
    }

    private static bool IsPair(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper);
}
