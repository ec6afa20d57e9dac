using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Host.Tests.Tracing;

/// <param name="Kind">1 internal, 2 server, 3 client, 4 producer.</param>
internal sealed record CollectedSpan(string TraceId, string Id, string ParentId, string Name, ulong Kind);

/// <summary>An OpenTelemetry collector on loopback: keeps the spans and the names of the metrics that it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<CollectedSpan> _spans = [];
    private readonly HashSet<string> _metrics = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Collector(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public IReadOnlyCollection<string> Metrics
    {
        get
        {
            lock (_lock) return [.. _metrics];
        }
    }

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._app.MapPost("/v1/traces", request => collector.TakeAsync(request, collector.AddSpans));
        collector._app.MapPost("/v1/metrics", request => collector.TakeAsync(request, collector.AddMetrics));
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The first span, already here or to come, that fits.</summary>
    public async Task<CollectedSpan> SpanAsync(Func<CollectedSpan, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_spans.Find(span => fits(span)) is { } found) return found;
                news = _news.Task;
            }

            await news.WaitAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, Action<ReadOnlyMemory<byte>> add)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        lock (_lock)
        {
            add(body.ToArray());
            _news.SetResult();
            _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void AddSpans(ReadOnlyMemory<byte> request)
    {
        foreach (var resource in ProtobufReader.Messages(request, 1))
            foreach (var scope in ProtobufReader.Messages(resource, 2))
                foreach (var span in ProtobufReader.Messages(scope, 2))
                    _spans.Add(new(ProtobufReader.Hex(span, 1), ProtobufReader.Hex(span, 2), ProtobufReader.Hex(span, 4), ProtobufReader.Text(span, 5), ProtobufReader.Number(span, 6)));
    }

    private void AddMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var resource in ProtobufReader.Messages(request, 1))
            foreach (var scope in ProtobufReader.Messages(resource, 2))
                foreach (var metric in ProtobufReader.Messages(scope, 2))
                    _metrics.Add(ProtobufReader.Text(metric, 1));
    }
}
