using System.Security.Cryptography;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Pages;

/// <summary>The stylesheet and the icon, from this assembly. Their names change with their content, so browsers may keep them.</summary>
internal static class StaticFiles
{
    private static readonly byte[] Style = Read("style.css");
    private static readonly byte[] Icon = Read("icon.svg");

    public static string StyleName { get; } = $"style-{Convert.ToHexStringLower(SHA256.HashData(Style))[..12]}.css";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/assets/" + StyleName, Style, "text/css; charset=utf-8", "public, max-age=31536000, immutable");
        Map(routes, "/assets/icon.svg", Icon, "image/svg+xml", "public, max-age=86400");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, byte[] content, string type, string cache) =>
        routes.MapGet(path, (HttpContext http) =>
        {
            SecurityHeaders.ForApi(http.Response);
            http.Response.Headers.CacheControl = cache;
            return Results.Bytes(content, type);
        }).ExcludeFromDescription();

    private static byte[] Read(string name)
    {
        using var stream = typeof(StaticFiles).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The embedded file {name} is missing from the build.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
