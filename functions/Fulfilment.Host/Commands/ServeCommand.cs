using System.CommandLine;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Commands;

/// <summary><c>serve</c>: the service itself.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";
    public const string ClockOption = "--virtual-clock";

    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil serve", "listen on http://127.0.0.1:8080; data and settings in ./data, made on first start"),
        new("./fulfil serve --urls http://127.0.0.1:9000 --data /srv/fulfilment", "another port and folder"),
        new("./fulfil serve --set stores:demo:brand=\"My Shop\"", "override one setting of fulfil.json for this run"),
        new("Fulfilment__Stores__demo__Secrets__Shopify__0=… ./fulfil serve", "keep a secret out of the file"),
    ];

    public static Command Create()
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen, separated by ; [default: {ServerOptions.DefaultUrl}]", HelpName = "U" };
        var data = SharedOptions.Data();
        var set = new Option<string[]>("--set") { Description = "A setting, as path:to:setting=value; wins over file and environment", HelpName = "S=V", DefaultValueFactory = _ => [] };
        var clock = new Option<string?>(ClockOption) { Hidden = true };
        var command = new Command(Name, "Run the service: webhooks, API, customer and staff pages.") { urls, data, set, clock };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ServerOptions(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(urls), parsed.GetValue(set)!, VirtualTime.FromEnvironment(ClockOption, parsed.GetValue(clock))), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await FulfilmentServer.StartAsync(options, cancellationToken);
        foreach (var line in await server.GreetingAsync(cancellationToken)) Console.Out.WriteLine(line);
        await server.WaitForStopAsync(cancellationToken);
        return 0;
    }
}
