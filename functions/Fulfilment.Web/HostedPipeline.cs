using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fulfilment.Web;

/// <summary>
/// The whole surface as one request delegate, for hosts that have no endpoint routing of their own (a function that catches all
/// paths). Build it once; the services are those that <see cref="WebRegistration.AddFulfilmentWeb"/> was called on.
/// </summary>
public static class HostedPipeline
{
    public static RequestDelegate BuildFulfilment(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(routes => routes.MapFulfilment());
        return app.Build();
    }
}
