namespace Fulfilment.Web.Http;

internal static class Urls
{
    public static string Absolute(HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{request.PathBase}{path}";

    public static string Order(HttpRequest request, string orderId) => Absolute(request, $"/api/orders/{orderId}");
}
