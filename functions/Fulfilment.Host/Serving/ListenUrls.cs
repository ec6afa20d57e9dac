using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Serving;

/// <summary>Addresses to listen on, separated by semicolons.</summary>
internal static class ListenUrls
{
    /// <exception cref="UserError">One is not http(s)://host:port.</exception>
    public static string Check(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
                throw new UserError($"'{url}' is no address to listen on; write http://127.0.0.1:8080 (several separated by ;).", UserError.BadArguments);
        }

        return urls;
    }

    public static string First(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0];
}
