using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;

namespace Fulfilment.Azure.Tables;

/// <summary>Signs requests.</summary>
public abstract class TableAuthorization
{
    public abstract ValueTask SignAsync(HttpRequestMessage request, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>The account's key ("Shared Key" of the table service).</summary>
public sealed class SharedKeyAuthorization(string account, byte[] key) : TableAuthorization
{
    public override ValueTask SignAsync(HttpRequestMessage request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var date = now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        request.Headers.Remove("x-ms-date");
        request.Headers.Add("x-ms-date", date);
        var contentType = request.Content?.Headers.ContentType?.ToString() ?? "";
        // No Content-MD5 is sent, hence the empty line. No request here has the one query parameter that would count ("comp").
        var text = $"{request.Method.Method}\n\n{contentType}\n{date}\n/{account}{request.RequestUri!.AbsolutePath}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"{account}:{signature}");
        return ValueTask.CompletedTask;
    }
}

/// <summary>An Entra identity with a role on the tables. The credential caches its tokens.</summary>
public sealed class TokenAuthorization(TokenCredential credential) : TableAuthorization
{
    private static readonly string[] Scopes = ["https://storage.azure.com/.default"];

    public override async ValueTask SignAsync(HttpRequestMessage request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Scheme != Uri.UriSchemeHttps)
            throw new InvalidOperationException("A token is sent over https only.");
        var token = await credential.GetTokenAsync(new TokenRequestContext(Scopes), cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
    }
}
