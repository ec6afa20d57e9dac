using System.Diagnostics.Metrics;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Web.Ops;
using Fulfilment.Web.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Web.Tests.Ops;

public sealed class OperatorTests
{
    [Fact]
    public async Task Healthz_Always_IsAlive()
    {
        await using var site = await Site.StartAsync();

        Assert.Equal("alive", (await site.SendAsync(HttpMethod.Get, "/healthz")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Readyz_AProbeObjects_Is503WithItsReason()
    {
        await using var site = await Site.StartAsync(configure: services => services.AddSingleton<IReadinessProbe>(new Probe("the disk is full")));

        var answer = await site.SendAsync(HttpMethod.Get, "/readyz");

        Assert.Equal((503, "the disk is full"), (answer.Status, answer.Json.GetProperty("problems").GetProperty("probe").GetString()));
    }

    [Fact]
    public async Task Readyz_NothingObjects_Is200()
    {
        await using var site = await Site.StartAsync(configure: services => services.AddSingleton<IReadinessProbe>(new Probe(null)));

        Assert.Equal(200, (await site.SendAsync(HttpMethod.Get, "/readyz")).Status);
    }

    [Fact]
    public async Task Metrics_EveryKindOfInstrument_IsPrometheusText()
    {
        await using var site = await Site.StartAsync();
        using var meter = new Meter("Fulfilment.OperatorTests");
        using var other = new Meter("Somebody.Else");
        meter.CreateCounter<long>("operator.test.events", description: "Counted events.").Add(2, new KeyValuePair<string, object?>("kind", "a\"b"));
        meter.CreateHistogram<double>("operator.test.time", unit: "s").Record(0.02);
        meter.CreateUpDownCounter<int>("operator.test.depth").Add(5);
        meter.CreateObservableGauge("operator.test.age", () => 7);
        other.CreateCounter<long>("operator.test.foreign").Add(1);

        var text = (await site.SendAsync(HttpMethod.Get, "/metrics")).Text;

        Assert.Contains("# TYPE operator_test_events_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_events_total{kind=\"a\\\"b\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_time_seconds_bucket{le=\"0.01\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_time_seconds_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_time_seconds_bucket{le=\"+Inf\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_time_seconds_count 1\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_depth 5\n", text, StringComparison.Ordinal);
        Assert.Contains("operator_test_age 7\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_AMeasurementWithoutLabels_AllocatesNothing()
    {
        using var collector = new MetricsCollector();
        using var meter = new Meter("Fulfilment.AllocationTests");
        var (time, count) = (meter.CreateHistogram<double>("allocation.time", unit: "ms"), meter.CreateCounter<long>("allocation.count"));
        Measure(10);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Measure(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Contains("allocation_count_total 1010\n", collector.Text(), StringComparison.Ordinal);

        void Measure(int times)
        {
            for (var i = 0; i < times; i++)
            {
                time.Record(i);
                count.Add(1);
            }
        }
    }

    [Fact]
    public async Task Metrics_Protected_WantAnAdmin()
    {
        await using var site = await Site.StartAsync(new WebOptions { ProtectMetrics = true });

        Assert.Equal(401, (await site.SendAsync(HttpMethod.Get, "/metrics")).Status);
        Assert.Equal(401, (await site.SendAsync(HttpMethod.Get, "/metrics", await site.TokenAsync("agent"))).Status);
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Get, "/metrics", await site.TokenAsync("admin"))).Status);
    }

    [Fact]
    public async Task Schema_OfTheOwnFormat_IsTheOneDeliveriesAreCheckedWith()
    {
        await using var site = await Site.StartAsync();

        Assert.Equal(OwnOrderSchema.Json, (await site.SendAsync(HttpMethod.Get, "/schemas/order.json")).Text);
    }

    [Fact]
    public async Task Anything_Unknown_IsAProblemForProgramsAndAPageForPeople()
    {
        await using var site = await Site.StartAsync();

        Assert.Equal((404, "not-found"), (await site.SendAsync(HttpMethod.Get, "/api/nothing")) is var api ? (api.Status, api.Problem) : default);
        Assert.Equal((404, "text/html"), (await site.SendAsync(HttpMethod.Get, "/staff/nothing")) is var page ? (page.Status, page.ContentType) : default);
    }

    private sealed class Probe(string? problem) : IReadinessProbe
    {
        public string Name => "probe";

        public Task<string?> ProblemAsync(CancellationToken cancellationToken = default) => Task.FromResult(problem);
    }
}
