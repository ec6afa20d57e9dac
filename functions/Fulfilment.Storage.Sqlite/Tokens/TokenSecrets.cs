using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Storage.Sqlite.Tokens;

/// <summary>Secrets are shown once; storage sees their SHA-256 only. 256 random bits need no salt.</summary>
internal static class TokenSecrets
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
