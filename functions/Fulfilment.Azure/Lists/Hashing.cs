using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Azure.Lists;

/// <summary>Hashes that mean the same on every machine and in every version: they decide where rows lie.</summary>
internal static class Hashing
{
    public static int Bucket(string key, int buckets) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % buckets;

    /// <summary>Lower-case hex of the SHA-256.</summary>
    public static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
