using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Integrations.Storefronts.Signatures;

/// <summary>HMAC-SHA256 over raw bytes, compared in constant time.</summary>
internal static class Hmac
{
    public static byte[] Sign(string secret, ReadOnlySpan<byte> body) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);

    /// <summary>Tries every secret, also after a match, so that the time does not tell which one it was.</summary>
    public static SignatureCheck Check(IReadOnlyList<byte[]> keys, ReadOnlySpan<byte> signed, IReadOnlyList<byte[]> signatures)
    {
        if (keys.Count == 0) return SignatureCheck.NoSecret;
        if (signatures.Count == 0) return SignatureCheck.Missing;
        var match = false;
        foreach (var key in keys)
        {
            var expected = HMACSHA256.HashData(key, signed);
            foreach (var signature in signatures) match |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return match ? SignatureCheck.Valid : SignatureCheck.Invalid;
    }

    public static IReadOnlyList<byte[]> TextKeys(IReadOnlyList<string> secrets) => [.. secrets.Where(s => s.Length > 0).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Null when it is not base64.</summary>
    public static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }

    /// <summary>A header with one base64 signature; a malformed one cannot match anything.</summary>
    public static SignatureCheck CheckBase64Header(IReadOnlyList<string> secrets, ReadOnlySpan<byte> body, string? header) =>
        header is null
            ? Check(TextKeys(secrets), body, [])
            : Check(TextKeys(secrets), body, [FromBase64(header) ?? []]);
}
