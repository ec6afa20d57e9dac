namespace Fulfilment.Domain;

/// <summary>An ISO 4217 currency and its number of minor digits.</summary>
public readonly record struct Currency
{
    // ISO 4217 list one: all currencies not named here have two digits.
    private static readonly HashSet<string> NoDigits = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];
    private static readonly HashSet<string> ThreeDigits = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    private readonly string? _code;

    private Currency(string code) => _code = code;

    /// <summary>Three capital letters.</summary>
    public string Code => _code ?? throw new InvalidOperationException("A default Currency has no code.");

    public int Digits => NoDigits.Contains(Code) ? 0 : ThreeDigits.Contains(Code) ? 3 : 2;

    public decimal MinorPerMajor => Digits switch { 0 => 1m, 2 => 100m, 3 => 1000m, _ => throw new InvalidOperationException($"{Code} has {Digits} digits.") };

    /// <exception cref="ArgumentException">Not three ASCII letters.</exception>
    public static Currency Of(string code) =>
        code is { Length: 3 } && code.All(char.IsAsciiLetter)
            ? new(code.ToUpperInvariant())
            : throw new ArgumentException($"'{code}' is not an ISO 4217 currency code.", nameof(code));

    public override string ToString() => _code ?? "";
}
