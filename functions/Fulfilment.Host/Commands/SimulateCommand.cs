using System.CommandLine;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Simulation;

namespace Fulfilment.Host.Commands;

/// <summary><c>simulate</c>: what a release policy would do, in virtual time.</summary>
internal static class SimulateCommand
{
    private const int MaxOrders = 20_000;

    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil simulate", "a sample shop's policy, and the same with longer and shorter grace, on made-up orders"),
        new("./fulfil simulate --data data --policy new.json", "what a new policy would have done with the shop's own orders"),
        new("./fulfil simulate --policy a.json --policy b.json --orders 5000 --days 30 --json", "two policies on a bigger month; the result as one JSON line"),
    ];

    public static Command Create()
    {
        var orders = SharedOptions.Whole("--orders", "How many orders to generate, or how many of the newest to read with --data", 1000, 1, MaxOrders);
        var days = SharedOptions.Whole("--days", "Over how many days they are placed", 14, 1, 366);
        var seed = SharedOptions.Whole("--seed", "Which made-up orders: the same seed gives the same", 1, 0, int.MaxValue);
        var policy = new Option<string[]>("--policy") { Description = "A release policy to try; may be given several times", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var data = new Option<string?>("--data") { Description = "Take the orders recorded in this data folder, read-only [default: made-up ones]", HelpName = "DIR" };
        var late = Amount("--late-cost", "What an edit costs that comes after the release: a parcel back and another out", 15m);
        var day = Amount("--day-cost", "What it costs to keep an order waiting for a day", 0.5m);
        var json = SharedOptions.Json();
        var command = new Command("simulate", "Try release policies on the same orders in virtual time: lead time against edits caught.") { orders, days, seed, policy, data, late, day, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new SimulationOptions(parsed.GetValue(policy)!, parsed.GetValue(data), parsed.GetValue(orders), parsed.GetValue(days), parsed.GetValue(seed), new CostRates(parsed.GetValue(late), parsed.GetValue(day))),
            parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Run(SimulationOptions options, bool json, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine();
        var report = SimulationRun.Run(options, line.Show, cancellationToken);
        line.Clear();
        var output = json ? Console.Error : Console.Out;
        foreach (var text in report.Lines()) output.WriteLine(text);
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, DomainJson.Options));
        return 0;
    }

    private static Option<decimal> Amount(string name, string description, decimal fallback)
    {
        var option = new Option<decimal>(name) { Description = description, HelpName = "AMOUNT", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value.StartsWith('-')) result.AddError($"{name} must not be negative");
        });
        return option;
    }
}
