using System.Net;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Serving;

/// <summary>Every series that docs/engine.md names is there for a collector that reads the served program.</summary>
public sealed class MetricsTests : IDisposable
{
    private static readonly string[] Gauges =
    [
        "engine_queue_depth", "engine_activities_pending", "engine_outbox_depth", "engine_outbox_age_seconds", "engine_outbox_parked", "engine_quarantine_depth", "engine_cache_size_bytes",
    ];

    private static readonly string[] Histograms = ["engine_commit_steps", "engine_commit_duration_milliseconds", "engine_replay_duration_milliseconds"];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Metrics_OfTheServedProgram_HoldEveryPromisedSeries()
    {
        using var server = Fulfil.Start("serve", "--urls", "http://127.0.0.1:0", "--data", _folder.In("data"), "--set", OwnWebhook.SecretSetting);
        var line = await server.LineAsync("Listening on");
        _http.BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        using var request = OwnWebhook.Request(1);
        using var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.All(Gauges, name => Assert.Matches($@"(?m)^{name} [0-9.E+-]+$", text));
        Assert.All(Histograms, name => Assert.Matches($"(?m)^{name}_count [1-9][0-9]*$", text));
        Assert.Matches("(?m)^engine_turns_total [1-9][0-9]*$", text);
        Assert.Contains("# TYPE engine_quarantined_total counter", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^fulfilment_webhooks_total\\{outcome=\"[a-z]+\",source=\"own\"\\} 1$", text);
    }
}
