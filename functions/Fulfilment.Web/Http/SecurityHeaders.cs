namespace Fulfilment.Web.Http;

internal static class SecurityHeaders
{
    private const string PagePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // A mail's HTML brings its own inline styles; the sandbox keeps everything else of it out.
    private const string MailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void ForApi(HttpResponse response)
    {
        Common(response);
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    public static void ForPage(HttpResponse response, bool indexable)
    {
        Common(response);
        response.Headers.ContentSecurityPolicy = PagePolicy;
        response.Headers.XFrameOptions = "DENY";
        response.Headers.CacheControl = indexable ? "public, max-age=60" : "no-store";
        if (!indexable) NotIndexed(response);
    }

    public static void NotIndexed(HttpResponse response) => response.Headers["X-Robots-Tag"] = "noindex, nofollow";

    public static void ForMailPreview(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = MailPolicy;
        response.Headers.Remove("X-Frame-Options");
    }

    private static void Common(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
