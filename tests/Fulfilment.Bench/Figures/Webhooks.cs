using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>B10: signed webhooks over HTTP on the real service; server and generator are processes of their own.</summary>
internal sealed class Webhooks : IMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The service's program; the script sets it.</summary>
    private static string? App => Environment.GetEnvironmentVariable("FULFIL_APP");

    public IReadOnlyList<string> Ids => ["B10"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        if (App is not { } app)
        {
            bench.Say("B10 needs the service: run ./fulfil bench");
            return [];
        }

        var results = new List<JsonElement>();
        for (var run = 0; run < bench.Runs; run++) results.Add(await OnceAsync(bench, app));
        return
        [
            new("B10", "signed webhooks at 500/s over HTTP: acknowledged after full sync, p99", "ms", Values(results, "p99"), new Goal(50, AtMost: true),
                $"generator's CPU {Report.Number(Stat.Median(Values(results, "generatorCpuSeconds")))} s of {bench.Size(10, 3)} s, on the same cores"),
            new("B10.p50", "the same, p50", "ms", Values(results, "p50")),
            new("B10.lost", "not acknowledged", "webhooks", Values(results, "failed"), new Goal(0, AtMost: true)),
        ];
    }

    private static async Task<JsonElement> OnceAsync(BenchRun bench, string app)
    {
        var folder = bench.NewFolder();
        var url = $"http://127.0.0.1:{FreePort()}";
        using var server = Start(app, "serve", "--data", folder, "--urls", url);
        try
        {
            while (await server.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line && !line.Contains(url, StringComparison.Ordinal))
            {
            }

            _ = server.StandardOutput.ReadToEndAsync();
            await StockAsync(app, folder, url);
            // The first seconds of a server compile its code.
            await LoadAsync(app, folder, url, "200", "2");
            return await LoadAsync(app, folder, url, "500", bench.Size(10, 3).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>Goods for all of them: orders wait for their grace and for nothing else.</summary>
    private static async Task StockAsync(string app, string folder, string url)
    {
        using var token = Start(app, "token", "create", "--role", "admin", "--data", folder);
        var bearer = (await token.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Trim();
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/stock/arrivals") { Content = JsonContent.Create(new { sku = "LOAD", quantity = 1_000_000 }) };
        request.Headers.Add("Idempotency-Key", "bench");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<JsonElement> LoadAsync(string app, string folder, string url, string rate, string seconds)
    {
        using var load = Start(app, "load", "--url", url, "--data", folder, "--rate", rate, "--seconds", seconds, "--json");
        var output = await load.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await load.WaitForExitAsync();
        return JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
    }

    private static Process Start(string app, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[app, .. arguments]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IReadOnlyList<double> Values(IReadOnlyList<JsonElement> results, string name) => [.. results.Select(result => result.GetProperty(name).GetDouble())];
}
