using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Integrations.Storefronts.Signatures;

/// <summary>
/// The Standard Webhooks scheme: HMAC-SHA256 over "{id}.{timestamp}.{body}", base64 after "v1,"; several signatures are
/// separated by spaces, so that sender and receiver can rotate secrets at different times.
/// </summary>
public static class StandardWebhooks
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";

    /// <summary>The three headers of a signed message.</summary>
    /// <param name="secret">"whsec_" + base64, or plain base64.</param>
    /// <exception cref="FormatException">The secret is not base64.</exception>
    public static IReadOnlyDictionary<string, string> Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Key(secret) ?? throw new FormatException("A Standard Webhooks secret is base64, with or without the prefix whsec_.");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Signed(id, timestamp, body)));
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [IdHeader] = id,
            [TimestampHeader] = timestamp,
            [SignatureHeader] = $"v1,{signature}",
        };
    }

    /// <summary>True when it can be used: start-up checks settings with it.</summary>
    public static bool IsSecret(string secret) => Key(secret) is { Length: > 0 };

    internal static SignatureCheck Verify(WebhookRequest request, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var id = request.Header(IdHeader);
        var timestamp = request.Header(TimestampHeader);
        var header = request.Header(SignatureHeader);
        if (id is null || header is null || !long.TryParse(timestamp, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)) return SignatureCheck.Missing;
        var check = Hmac.Check([.. secrets.Select(Key).OfType<byte[]>().Where(key => key.Length > 0)], Signed(id, timestamp, request.Body), Signatures(header));
        // The time is judged after the signature: only the true sender learns that his clock is wrong.
        return check == SignatureCheck.Valid ? CheckTime(seconds, now) : check;
    }

    private static SignatureCheck CheckTime(long seconds, DateTimeOffset now)
    {
        var age = now.ToUnixTimeSeconds() - (decimal)seconds;
        if (age > (decimal)Tolerance.TotalSeconds) return SignatureCheck.TooOld;
        return age < -(decimal)Tolerance.TotalSeconds ? SignatureCheck.TooNew : SignatureCheck.Valid;
    }

    /// <summary>Those of version 1; other versions (v1a is asymmetric) are passed over.</summary>
    private static IReadOnlyList<byte[]> Signatures(string header) =>
        [.. header.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.StartsWith("v1,", StringComparison.Ordinal))
            .Select(part => Hmac.FromBase64(part[3..]) ?? [])];

    private static byte[] Signed(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];

    private static byte[]? Key(string secret) => Hmac.FromBase64(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
}
