using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Auth;

/// <summary>
/// Proof that a form was made for the one who sends it: derived from a secret that another site cannot know (the session's
/// cookie, the customer's link), so nothing has to be stored.
/// </summary>
internal static class FormTokens
{
    public const string Field = "_form";

    private const string SignInCookie = "fulfil_sign_in";

    public static string For(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("form|" + secret)));

    /// <exception cref="ProblemException">403 when the form was not made here for this sender.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext http, string secret, int limit)
    {
        MustBeSameSite(http.Request);
        var form = await FormBody.ReadAsync(http.Request, limit);
        var sent = Encoding.UTF8.GetBytes(form[Field].ToString());
        if (!CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(For(secret)))) throw Forged();
        return form;
    }

    /// <summary>The secret of a browser that is not signed in yet; given to it when it has none.</summary>
    public static string SignInSecret(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue(SignInCookie, out var secret) && secret.Length >= 32) return secret;
        secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        http.Response.Cookies.Append(SignInCookie, secret, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/staff/sign-in" });
        return secret;
    }

    private static void MustBeSameSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none")) throw Forged();
        // Pages that send no referrer send the origin "null"; only a foreign one tells anything.
        var origin = request.Headers.Origin.ToString();
        if (origin is not ("" or "null") && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)) throw Forged();
    }

    private static ProblemException Forged() => new(ProblemKinds.ForgedForm, "The form is not from this page, or the page is too old. Go back, load it again and repeat.");
}
