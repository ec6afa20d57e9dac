using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulfilment.Web.Http;

/// <summary>Addresses that lead nowhere: a problem for programs, a page for people.</summary>
internal static class NothingHere
{
    public static void MapApi(IEndpointRouteBuilder api)
    {
        foreach (var root in (string[])["api", "webhooks"])
            api.MapFallback($"/{root}/{{**rest}}", (Func<IResult>)Nothing).ExcludeFromDescription();
    }

    public static void MapPages(IEndpointRouteBuilder pages)
    {
        foreach (var root in (string[])["o", "staff", "policy"])
            pages.MapFallback($"/{root}/{{**rest}}", (Func<IResult>)Nothing);
    }

    private static IResult Nothing() => throw new ProblemException(ProblemKinds.NotFound, "No route has this address and method.");
}
