using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Domain.Orders;

/// <summary>Order id = instance id: <c>{store}.{shopify|woo|own}.{externalId}</c>, at most 100 characters. A wire format.</summary>
public static class OrderIds
{
    private const int MaxExternalId = 48;
    private const int MaxStore = 40;

    /// <exception cref="ArgumentException">The store's key is not 1 to 40 of [a-z0-9-].</exception>
    public static string Create(string store, StorefrontKind source, string externalId) =>
        IsStoreKey(store)
            ? $"{store}.{SourceName(source)}.{(IsPlain(externalId) ? externalId : "x" + Hash(externalId))}"
            : throw new ArgumentException($"'{store}' is no store key: use 1 to {MaxStore} of a-z, 0-9 and '-'.", nameof(store));

    public static bool IsStoreKey(string store) =>
        store.Length is > 0 and <= MaxStore && store.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>The store's key in an order id.</summary>
    public static string StoreOf(string orderId) => orderId[..orderId.IndexOf('.', StringComparison.Ordinal)];

    public static string SourceName(StorefrontKind source) => source switch
    {
        StorefrontKind.Shopify => "shopify",
        StorefrontKind.Woo => "woo",
        StorefrontKind.Own => "own",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    private static bool IsPlain(string id) =>
        id.Length is > 0 and <= MaxExternalId && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The first 26 characters of the SHA-256 in lower-case RFC 4648 base32: 130 bits.</summary>
    private static string Hash(string externalId)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(externalId));
        var text = new StringBuilder(26);
        int buffer = 0, bits = 0, index = 0;
        while (text.Length < 26)
        {
            if (bits < 5)
            {
                buffer = (buffer << 8) | digest[index++];
                bits += 8;
            }

            bits -= 5;
            text.Append(alphabet[(buffer >> bits) & 31]);
            buffer &= (1 << bits) - 1;
        }

        return text.ToString();
    }
}
