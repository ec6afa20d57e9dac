using Fulfilment.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>The product's own endpoints behind one function, as they are in every other host.</summary>
public sealed class HttpPipeline
{
    private readonly IServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    public HttpPipeline(IServiceProvider services)
    {
        _services = services;
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(routes => routes.MapFulfilment());
        _pipeline = app.Build();
    }

    /// <summary>
    /// The worker has already routed the request to the function. Unless that is taken back, the routing in here sees a request
    /// that has its endpoint and does nothing.
    /// </summary>
    public async Task InvokeAsync(HttpContext http)
    {
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        var outer = http.Features.Get<IServiceProvidersFeature>();
        await using var scope = _services.CreateAsyncScope();
        http.Features.Set<IServiceProvidersFeature>(new Scoped(scope.ServiceProvider));
        try
        {
            await _pipeline(http);
        }
        finally
        {
            http.Features.Set(outer);
        }
    }

    private sealed class Scoped(IServiceProvider services) : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices { get; set; } = services;
    }
}
