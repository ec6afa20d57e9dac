namespace Fulfilment.Web.Http;

internal static class LogPaths
{
    /// <summary>The path without the secrets that customers' and one-time links bear: those do not belong into a log.</summary>
    public static string Of(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/o")) return "/o/…";
        return request.Path.StartsWithSegments("/staff/enter") ? "/staff/enter/…" : request.Path.Value ?? "";
    }
}
