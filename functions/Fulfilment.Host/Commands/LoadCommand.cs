using System.CommandLine;
using System.Net;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Load;
using Fulfilment.Host.Serving;
using Fulfilment.Host.Settings;

namespace Fulfilment.Host.Commands;

/// <summary><c>load</c>: bounded load on a running server of this machine.</summary>
internal static class LoadCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil load --rate 100 --seconds 10", "a thousand signed orders in ten seconds; prints how fast they were acknowledged"),
        new("./fulfil load --url http://127.0.0.1:9000 --data /srv/fulfilment --json", "another server; its secrets are read from its data folder"),
    ];

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "The running server, on this machine", HelpName = "U", DefaultValueFactory = _ => ServerOptions.DefaultUrl };
        var data = SharedOptions.Data();
        var store = new Option<string?>("--store") { Description = "Which store gets the orders [default: the first]", HelpName = "S" };
        var rate = SharedOptions.Whole("--rate", "Webhooks a second", 50, 1, 5000);
        var seconds = SharedOptions.Whole("--seconds", "For how long", 10, 1, 600);
        var warmUp = SharedOptions.Whole("--warm-up", "Seconds at the same rate before anything is counted", 0, 0, 60);
        var json = SharedOptions.Json();
        var command = new Command("load", "Send signed webhooks of made-up orders to a running server and measure its acknowledgements.") { url, data, store, rate, seconds, warmUp, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new LoadOptions(parsed.GetValue(url)!, parsed.GetValue(data)!, parsed.GetValue(store), parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(warmUp), parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var uri) || !IsLoopback(uri))
            throw new UserError($"--url must be a server on this machine, such as {ServerOptions.DefaultUrl}; load is never sent elsewhere.", UserError.BadArguments);
        var stores = SettingsLoader.Load(Path.GetFullPath(options.Directory), []).Stores.Select(s => s.Store).ToList();
        var store = options.Store is null ? stores[0] : stores.Find(s => s.Profile.Id == options.Store)
            ?? throw new UserError($"There is no store '{options.Store}'; the settings have {string.Join(", ", stores.Select(s => s.Profile.Id))}.");
        var result = await new LoadRun(options, store).RunAsync(cancellationToken);
        var report = options.Json ? Console.Error : Console.Out;
        report.WriteLine($"{result.Acknowledged} of {result.Sent} webhooks acknowledged, {result.PerSecond} a second; {result.Failed} failed, {result.Late} left over 5 ms late");
        report.WriteLine($"acknowledged after p50 {result.P50} ms, p99 {result.P99} ms, at most {result.Max} ms; the generator used {result.GeneratorCpuSeconds} s of CPU");
        if (options.Json) Console.Out.WriteLine(JsonSerializer.Serialize(result, DomainJson.Options));
        return result.Failed == 0 ? 0 : UserError.Failure;
    }

    private static bool IsLoopback(Uri uri) => uri.Scheme is "http" or "https" && (uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address)));
}
