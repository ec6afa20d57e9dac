using System.Net;
using System.Text;
using Fulfilment.Host.Tests.Running;
using Fulfilment.Host.Tests.Serving;

namespace Fulfilment.Host.Tests.Tracing;

/// <summary>The served program sends its traces to a collector: one for each request, down to what it delivered.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private Collector _collector = null!;

    private string Data => _folder.In("data");

    public async Task InitializeAsync() => _collector = await Collector.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Webhook_IsOneTraceFromTheRequestToTheMail()
    {
        using var server = await StartAsync("--set", $"otlpEndpoint={_collector.Url}");

        await PlaceAsync();

        var mail = await _collector.SpanAsync(span => span.Name == "deliver mail");
        var publish = await ParentAsync(mail);
        var turn = await ParentAsync(publish);
        var request = await ParentAsync(turn);
        Assert.Equal(("activity Publish", "turn OrderOrchestrator"), (publish.Name, turn.Name));
        Assert.Equal((2UL, "POST /webhooks/orders/{store}"), (request.Kind, request.Name));
        Assert.All([mail, publish, turn], span => Assert.Equal(request.TraceId, span.TraceId));
        await StopAsync(server);
        Assert.Contains("engine.commit.duration", _collector.Metrics);
    }

    [Fact]
    public async Task Edit_LaterOn_IsATraceOfItsOwnDownToItsActivity()
    {
        using var server = await StartAsync("--set", $"otlpEndpoint={_collector.Url}");
        var token = (await Fulfil.RunAsync("token", "create", "--role", "agent", "--data", Data)).LastLine;
        await PlaceAsync();
        var placed = await _collector.SpanAsync(span => span.Name == "deliver mail");

        using var edit = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{OwnWebhook.OrderId(1)}/commands")
        {
            Content = new StringContent("""{"type":"Edit","changes":[{"type":"ChangeGiftMessage","text":"Happy birthday"}]}""", Encoding.UTF8, "application/json"),
        };
        edit.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        edit.Headers.TryAddWithoutValidation("Idempotency-Key", "edit-1");
        using var answer = await _http.SendAsync(edit);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var request = await _collector.SpanAsync(span => span.Name == "POST /api/orders/{id}/commands");
        var turn = await _collector.SpanAsync(span => span.ParentId == request.Id && span.Name == "turn OrderOrchestrator");
        var publish = await _collector.SpanAsync(span => span.ParentId == turn.Id && span.Name == "activity Publish");
        Assert.Equal(publish.TraceId, request.TraceId);
        Assert.NotEqual(placed.TraceId, request.TraceId);
        await StopAsync(server);
    }

    [Fact]
    public async Task StandardEnvironment_NamesTheCollector_IsEnough()
    {
        using var server = await StartAsync(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" });

        await PlaceAsync();

        await _collector.SpanAsync(span => span.Name == "turn OrderOrchestrator");
        await StopAsync(server);
    }

    [Fact]
    public async Task Collector_IsAway_TheServiceGoesOnAndStops()
    {
        await _collector.DisposeAsync();
        using var server = await StartAsync("--set", "otlpEndpoint=http://127.0.0.1:9");

        await PlaceAsync();

        await StopAsync(server);
        _collector = await Collector.StartAsync();
    }

    private Task<CollectedSpan> ParentAsync(CollectedSpan span) => _collector.SpanAsync(other => other.Id == span.ParentId);

    private async Task PlaceAsync()
    {
        using var request = OwnWebhook.Request(1);
        using var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private Task<Command> StartAsync(params string[] arguments) => StartAsync(new Dictionary<string, string?>(), arguments);

    private async Task<Command> StartAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "50";
        var server = Command.Start("dotnet", [Fulfil.Assembly, "serve", "--urls", "http://127.0.0.1:0", "--data", Data, "--set", OwnWebhook.SecretSetting, .. arguments], environment: environment);
        var line = await server.LineAsync("Listening on");
        _http.BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        return server;
    }

    private static async Task StopAsync(Command server)
    {
        server.Interrupt();
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }
}
