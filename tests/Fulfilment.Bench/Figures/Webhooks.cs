using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Fulfilment.Bench.Children;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B10: signed webhooks over HTTP on the real service; server and generator are processes of their own.</summary>
internal sealed class Webhooks : IMeasurement
{
    private const int Rate = 500;

    public IReadOnlyList<string> Ids => ["B10"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var (results, raws) = (new List<JsonElement>(), new List<double>());
        var (folder, seconds) = (bench.NewFolder(), bench.Size(6, 2));
        var url = $"http://127.0.0.1:{FreePort()}";
        using var server = Service.Start("serve", "--data", folder, "--urls", url);
        await ReadyAsync(server, url);
        await StockAsync(folder, url);
        // One server for all runs: orders stay open, as they do in a shop, and its code is compiled once.
        for (var run = 0; run < bench.Runs; run++)
        {
            raws.Add(Stat.Percentile(RawDatabase.Commits(bench.NewFolder(), 300), 0.99));
            results.Add(await LoadAsync(folder, url, seconds));
            bench.Say($"  run {run + 1} of {bench.Runs}");
        }

        var sent = $"achieved {Text(results, "perSecond")}/s; {Text(results, "late")} of {Rate * seconds:N0} sent over 5 ms late, which counts; generator's CPU {Text(results, "generatorCpuSeconds")} s in {seconds} s, on the same cores";
        yield return new("B10", $"signed webhooks at {Rate}/s over HTTP: due to acknowledged after full sync, p99", "ms", Values(results, "p99"),
            $"raw commit p99 without load: {Stat.Text(raws, milliseconds => milliseconds)} ms; {sent}", new Goal(50, AtMost: true));
        yield return new("B10.p50", "the same, p50", "ms", Values(results, "p50"), "as above");
        yield return new("B10.lost", "not acknowledged", "webhooks", Values(results, "failed"), "none: a raw commit does not get lost on the way", new Goal(0, AtMost: true));
    }

    private static async Task ReadyAsync(Started server, string url)
    {
        string? line;
        do line = await server.LineAsync() ?? throw await server.FailureAsync();
        while (!line.Contains(url, StringComparison.Ordinal));
        server.Drain();
    }

    /// <summary>Goods for all of them: orders wait for their grace and for nothing else.</summary>
    private static async Task StockAsync(string folder, string url)
    {
        var bearer = await Service.RunAsync("token", "create", "--role", "admin", "--data", folder);
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", bearer.Trim());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/stock/arrivals") { Content = JsonContent.Create(new { sku = "LOAD", quantity = 1_000_000 }) };
        request.Headers.Add("Idempotency-Key", "bench");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static Task<JsonElement> LoadAsync(string folder, string url, int seconds) => Service.JsonAsync(
        "load", "--url", url, "--data", folder, "--rate", Text(Rate), "--warm-up", "2", "--seconds", Text(seconds), "--json");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IReadOnlyList<double> Values(IReadOnlyList<JsonElement> results, string name) => [.. results.Select(result => result.GetProperty(name).GetDouble())];

    private static string Text(IReadOnlyList<JsonElement> results, string name) => Report.Number(Stat.Median(Values(results, name)));
}
