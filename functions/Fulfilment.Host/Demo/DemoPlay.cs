using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.Scripts;
using Fulfilment.Host.Demo.World;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Demo;

/// <summary>The world around a server that listens: everything that people and systems do to it, from the first order to the last delivery.</summary>
internal sealed class DemoPlay(DemoOptions options, string directory, DemoSecrets secrets, HttpClient http, Revival revival, Chronicle chronicle)
{
    /// <summary>Moves the server's clock.</summary>
    public ClockClient Clock { get; } = new(http, secrets.Clock, revival);

    public Courier Courier { get; } = new(http, revival);

    /// <summary>Plays all orders to their end.</summary>
    /// <param name="disturb">Makes the run's disturbance once its agenda is known.</param>
    public async Task RunAsync(Func<Agenda, IDisturbance> disturb, Action<DateTimeOffset, Agenda> progress, CancellationToken cancellationToken)
    {
        var agenda = new Agenda();
        var staff = new StaffClient(await ApiAsync("admin"), await ApiAsync("agent"), chronicle);
        var webhooks = new WebhookSender(Courier, chronicle, cancellationToken);
        var carrier = new CarrierClient(agenda, staff, webhooks, secrets);
        var orders = OrderGenerator.Generate(options.Orders, options.Seed);
        var warehouse = new WarehouseClient(await ApiAsync("wms"), agenda, orders.ToDictionary(o => o.Id, StringComparer.Ordinal), carrier, staff, chronicle);
        var mailbox = Path.Combine(directory, DataFolder.MailboxFolder);
        var customer = new CustomerClient(Courier, mailbox, chronicle, cancellationToken);
        var stage = new Stage(agenda, new StorefrontClient(webhooks, secrets, agenda, chronicle), customer, staff);

        await Goods.PrepareAsync(staff, orders);
        Goods.Plan(agenda, staff, orders);
        foreach (var order in orders) Plays.Cast(stage, order, Dice.For(options.Seed, order.Index));
        await new DemoDriver(agenda, Clock, warehouse, disturb(agenda), now => progress(now, agenda), cancellationToken).RunAsync();

        async Task<ApiClient> ApiAsync(string role) =>
            new(Courier, await TokenIssuer.IssueAsync(directory, new TokenRequest(role, null, $"demo-{role}"), cancellationToken), cancellationToken);
    }
}
