using Fulfilment.Host.Settings;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fulfilment.Host.Serving;

/// <summary>
/// Sends traces and metrics to an OpenTelemetry collector: off unless the settings, or the standard environment variables,
/// name one. A collector that is away delays nothing and loses telemetry only.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "fulfilment";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private Telemetry(Uri? endpoint)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(ServiceName, serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource("Fulfilment.*", "Microsoft.AspNetCore", "System.Net.Http")
            .AddOtlpExporter(exporter => Point(exporter, endpoint, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("Fulfilment.*")
            .AddOtlpExporter(exporter => Point(exporter, endpoint, "v1/metrics"))
            .Build();
    }

    /// <returns>Null when nobody is to be told.</returns>
    public static Telemetry? Start(FulfilSettings settings) =>
        settings.OtlpEndpoint is not null || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)) ? new(settings.OtlpEndpoint) : null;

    /// <summary>Names a request's span by its route, as people look for it; the server itself gives all of them one name.</summary>
    public static async Task NameAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { } span && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            {
                span.DisplayName = $"{context.Request.Method} {route}";
                span.SetTag("http.route", route);
            }
        }
    }

    /// <summary>What was gathered is still sent.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    // Without an endpoint of our own the exporter follows the standard variables, protocol and headers included.
    private static void Point(OtlpExporterOptions exporter, Uri? endpoint, string signal)
    {
        if (endpoint is null) return;
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{signal}");
    }
}
