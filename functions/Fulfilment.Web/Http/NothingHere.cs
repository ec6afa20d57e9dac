namespace Fulfilment.Web.Http;

/// <summary>Addresses that lead nowhere: a problem for programs, a page for people.</summary>
internal static class NothingHere
{
    public static void MapApi(IEndpointRouteBuilder api)
    {
        foreach (var root in (string[])["api", "webhooks"])
            Map(api, root).ExcludeFromDescription();
    }

    public static void MapPages(IEndpointRouteBuilder pages)
    {
        foreach (var root in (string[])["o", "staff", "policy"])
            Map(pages, root);
    }

    // Not MapFallback: the request delegate generator of .NET 10 loses its pattern, and the routes would all be the same one.
    private static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string root) =>
        routes.Map($"/{root}/{{**rest}}", (Func<IResult>)Nothing).WithOrder(int.MaxValue);

    private static IResult Nothing() => throw new ProblemException(ProblemKinds.NotFound, "No route has this address and method.");
}
