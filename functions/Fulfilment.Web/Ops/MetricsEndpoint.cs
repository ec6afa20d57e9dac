using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Ops;

internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", WriteAsync).Produces<string>(200, "text/plain").WithSummary("Prometheus text of every Fulfilment meter.").WithTags("Operator");

    private static async Task<IResult> WriteAsync(HttpContext http, MetricsCollector metrics, WebOptions options)
    {
        if (options.ProtectMetrics && await RequireRolesExtensions.BearerAsync(http) is not { Role: StaffRole.Admin })
            throw new ProblemException(ProblemKinds.NotSignedIn, "Metrics want an admin's token here.");
        return Results.Text(metrics.Text(), "text/plain; version=0.0.4; charset=utf-8");
    }
}
