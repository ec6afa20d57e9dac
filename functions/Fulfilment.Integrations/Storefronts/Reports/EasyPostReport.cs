using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>What a tracker says of one parcel, as a command.</summary>
internal sealed record EasyPostReport(string TrackingNumber, OrderCommand Command)
{
    /// <summary>Null for other events, and for statuses that say nothing (unknown, cancelled).</summary>
    public static EasyPostReport? Read(Delivery delivery)
    {
        var json = JsonAt.Parse(delivery.Body).RequiredObject();
        var tracker = json["result"];
        if (tracker["object"].Text() != "Tracker") return null;
        // Carriers send their numbers in groups and in either case; a parcel bears it as the label does.
        var number = tracker["tracking_code"].RequiredText().Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var latest = tracker["tracking_details"].Items().LastOrDefault();
        var head = new Head(
            delivery.CommandId,
            new Actor(ActorKind.Carrier, tracker["carrier"].Text() ?? "carrier"),
            latest["datetime"].Instant() ?? tracker["updated_at"].Instant() ?? delivery.ReceivedAt);
        return CommandOf(tracker, number, latest, head) is { } command ? new(number, command) : null;
    }

    private static OrderCommand? CommandOf(JsonAt tracker, string number, JsonAt latest, Head head) => tracker["status"].Text() switch
    {
        "pre_transit" => Tracking(number, TrackingStatus.LabelCreated, latest, head),
        "in_transit" => Tracking(number, TrackingStatus.InTransit, latest, head),
        "out_for_delivery" => Tracking(number, TrackingStatus.OutForDelivery, latest, head),
        "available_for_pickup" => Tracking(number, TrackingStatus.AtRelayPoint, latest, head),
        "delivered" => new OrderCommand.Delivered(number) { CommandId = head.Id, Actor = head.Actor, At = head.At },
        "return_to_sender" => Failed(number, "The carrier returns the parcel to the sender", latest, head),
        "failure" => Failed(number, "The carrier could not deliver the parcel", latest, head),
        "error" => Failed(number, "The carrier reports an error", latest, head),
        "unknown" or "cancelled" or null => null,
        var other => throw tracker["status"].Fault($"'{other}' is no known tracker status."),
    };

    private static OrderCommand.Tracking Tracking(string number, TrackingStatus status, JsonAt latest, Head head) =>
        new(number, status, latest["message"].Text(), Place(latest["tracking_location"])) { CommandId = head.Id, Actor = head.Actor, At = head.At };

    private static OrderCommand.DeliveryFailed Failed(string number, string reason, JsonAt latest, Head head) =>
        new(number, latest["message"].Text() is { } message ? $"{reason}: {message}" : reason) { CommandId = head.Id, Actor = head.Actor, At = head.At };

    private static string? Place(JsonAt location)
    {
        var place = string.Join(", ", new[] { location["city"].Text(), location["state"].Text(), location["country"].Text() }.OfType<string>());
        return place.Length > 0 ? place : null;
    }

    private sealed record Head(string Id, Actor Actor, DateTimeOffset At);
}
