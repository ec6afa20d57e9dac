using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

/// <summary>A report source that reads the same words as <see cref="ScriptedSource"/>, one report a line; "scan RR1" finds its order by the number.</summary>
public sealed class ScriptedReports(string name) : IReportSource
{
    private readonly ScriptedSource _words = new(name);

    public string Name => name;

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now) => _words.Verify(request, store, now);

    public async Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, Func<string, Task<string?>> findOrder, DateTimeOffset now)
    {
        var mapped = new List<MappedDelivery>();
        foreach (var line in System.Text.Encoding.UTF8.GetString(request.Body).Split('\n'))
        {
            var delivery = new Delivery(name, request.Store, "report", "", System.Text.Encoding.UTF8.GetBytes(line), now);
            mapped.Add(new(delivery, await RemapAsync(delivery, store, findOrder)));
        }

        return mapped;
    }

    public async Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, Func<string, Task<string?>> findOrder)
    {
        var words = System.Text.Encoding.UTF8.GetString(delivery.Body).Split(' ');
        if (words[0] != "scan") return _words.Remap(delivery, store, new());
        return await findOrder(words[1]) is { } order
            ? new IntakeAction.Raise(order, new OrderCommand.CarrierPickedUp(words[1]) { CommandId = delivery.CommandId, Actor = new(ActorKind.Carrier, name), At = delivery.ReceivedAt })
            : new IntakeAction.Park("$.number", "No parcel bears it.");
    }
}
