using System.Net;
using System.Text.Json;
using Fulfilment.Host.Tests.Running;
using Fulfilment.Testing;

namespace Fulfilment.Host.Tests.Serving;

/// <summary>A disk of a few megabytes, mounted in a namespace of its own that is gone with the process.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class DiskFullTests : IDisposable
{
    private const int TakenAtMost = 5000;
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    private string Data => _folder.In("data");

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Serve_NoRoomToStart_OneLine()
    {
        using var server = Start("64k");

        var run = await server.EndAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("full", run.OnlyErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DiskFillsUp_RefusesWhatItCannotKeepAndKeepsWhatItAcknowledged()
    {
        using var server = Start("3m");
        var line = await server.LineAsync("Listening on");
        _http.BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        var created = await Command.RunAsync("nsenter", ["--target", $"{server.Id}", "--user", "--mount", "--preserve-credentials", "dotnet", Fulfil.Assembly, "token", "create", "--role", "admin", "--data", Data]);
        Assert.Equal((0, ""), (created.ExitCode, created.Errors));

        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        var refused = HttpStatusCode.OK;
        for (var number = 0; number < TakenAtMost && refused == HttpStatusCode.OK; number++)
        {
            using var answer = await PostAsync(number);
            if (answer.IsSuccessStatusCode) acknowledged.Add(OwnWebhook.OrderId(number));
            else refused = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused);
        Assert.NotEmpty(acknowledged);
        Assert.NotEmpty(await OrdersAsync(created.LastLine));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (await StatusAsync("/healthz"), await StatusAsync("/readyz")));
        Assert.Equal(0, (await Command.RunAsync("nsenter", ["--target", $"{server.Id}", "--user", "--mount", "--preserve-credentials", "mount", "-o", "remount,size=64m", Data])).ExitCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/readyz"));
        using var taken = await PostAsync(TakenAtMost);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        acknowledged.Add(OwnWebhook.OrderId(TakenAtMost));
        await ListedAsync(acknowledged, created.LastLine);
    }

    /// <summary>What was acknowledged last is in the file, but its view may have found no room: that is owed, and made once there is.</summary>
    private async Task ListedAsync(HashSet<string> orders, string token)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var listed = await OrdersAsync(token); !orders.IsSubsetOf(listed); listed = await OrdersAsync(token))
            Assert.False(patience.IsCancellationRequested, $"never listed: {string.Join(", ", orders.Except(listed))}");
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return answer.StatusCode;
    }

    private Command Start(string size) => Command.Start("unshare", ["--map-root-user", "--mount", "sh", "-c",
        "mkdir -p \"$1\" && mount -t tmpfs -o size=\"$4\" tmpfs \"$1\" && exec dotnet \"$2\" serve --urls http://127.0.0.1:0 --data \"$1\" --set stores:demo:secrets:own:0=\"$3\"",
        "sh", Data, Fulfil.Assembly, OwnWebhook.Secret, size]);

    private async Task<HttpResponseMessage> PostAsync(int number)
    {
        using var request = OwnWebhook.Request(number);
        return await _http.SendAsync(request);
    }

    private async Task<HashSet<string>> OrdersAsync(string token)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders?limit=200{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await _http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, body);
            var page = JsonDocument.Parse(body).RootElement;
            foreach (var item in page.GetProperty("items").EnumerateArray()) ids.Add(item.GetProperty("id").GetString()!);
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return ids;
    }
}
