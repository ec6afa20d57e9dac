using System.CommandLine;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Commands;

/// <summary><c>token create</c>: staff and WMS tokens, also beside a running server.</summary>
internal static class TokenCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil token create --role admin --data data", "a token for the API and for signing in at /staff"),
        new("./fulfil token create --role wms --store demo --name \"Warehouse system\"", "for the warehouse's system, one store only"),
    ];

    public static Command Create()
    {
        var role = new Option<string>("--role") { Description = "admin, agent, warehouse or wms", HelpName = "ROLE", Required = true };
        role.AcceptOnlyFromAmong("admin", "agent", "warehouse", "wms");
        var store = new Option<string?>("--store") { Description = "Only for this store [default: all]", HelpName = "S" };
        var name = new Option<string?>("--name") { Description = "Who acts, as receipts and timelines show it [default: the role]", HelpName = "NAME" };
        var data = SharedOptions.Data();
        var create = new Command("create", "Print a new token once; only its hash is stored. Works beside a running server.") { role, store, name, data };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new TokenRequest(parsed.GetValue(role)!, parsed.GetValue(store), parsed.GetValue(name) ?? parsed.GetValue(role)!);
            Console.Out.WriteLine(await TokenIssuer.IssueAsync(parsed.GetValue(data)!, request, cancellationToken));
            return 0;
        });
        return new Command("token", "Tokens of staff and of the warehouse's system.") { create };
    }
}
