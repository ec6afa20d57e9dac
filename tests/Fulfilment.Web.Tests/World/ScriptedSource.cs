using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

/// <summary>
/// A webhook source whose requests say in words what they are: header "x-signature" ("good", "bad", "ping") and a body such as
/// "order 1001", "park $.lines", "ignore", "refuse 422 $.number", "step 1001".
/// </summary>
public sealed class ScriptedSource(string name) : IWebhookSource
{
    public string Name => name;

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now) => request.Headers.GetValueOrDefault("x-signature") switch
    {
        "good" => SignatureCheck.Valid,
        "ping" => SignatureCheck.UnsignedPing,
        null => SignatureCheck.Missing,
        _ => SignatureCheck.Invalid,
    };

    public MappedDelivery Map(WebhookRequest request, StoreSettings store, ReleasePolicy policy, DateTimeOffset now)
    {
        var delivery = new Delivery(name, request.Store, request.Headers.GetValueOrDefault("x-topic", "order.created"), request.Headers.GetValueOrDefault("x-delivery", ""), request.Body, now);
        var words = Words(delivery);
        return words[0] == "refuse"
            ? new(delivery, new IntakeAction.Ignore("refused")) { Refusal = new(int.Parse(words[1], null), [new(words[2], "It does not fit.")]) }
            : new(delivery, Remap(delivery, store, policy));
    }

    public IntakeAction Remap(Delivery delivery, StoreSettings store, ReleasePolicy policy)
    {
        var words = Words(delivery);
        var id = $"{store.Profile.Id}.own.{(words.Length > 1 ? words[1] : "0")}";
        return words[0] switch
        {
            "order" => new IntakeAction.Upsert(id, new OrderCommand.Place(Snapshot(store, words[1]), store.Profile, policy, 1) { CommandId = delivery.CommandId, Actor = Actor.System, At = delivery.ReceivedAt }),
            "step" => new IntakeAction.Raise(id, new OrderCommand.CarrierPickedUp("RR1") { CommandId = delivery.CommandId, Actor = Actor.System, At = delivery.ReceivedAt }),
            // Parked until the store has a category table that can map it.
            "park" => store.Storefront.SkuCategories.Count > 0 ? new IntakeAction.Ignore("mapped after the fix") : new IntakeAction.Park(words[1], "It cannot be mapped."),
            "ignore" => new IntakeAction.Ignore("unknown topic"),
            var other => throw new InvalidOperationException($"The script '{other}' is not known."),
        };
    }

    private static string[] Words(Delivery delivery) => Encoding.UTF8.GetString(delivery.Body).Split(' ');

    private static OrderSnapshot Snapshot(StoreSettings store, string number) => new()
    {
        Store = store.Profile.Id,
        Source = StorefrontKind.Own,
        ExternalId = number,
        Number = "#" + number,
        PlacedAt = Samples.Placed,
        UpdatedAt = Samples.Placed,
        Customer = new("Camille Exemple", "camille@example.com"),
        Lines = [Samples.Line("l1", "BOOK-1", "Carnet", "book", 1, 12.5m)],
        Charges = OrderCharges.None(store.Profile.Currency),
        Payment = PaymentState.Paid,
    };
}
