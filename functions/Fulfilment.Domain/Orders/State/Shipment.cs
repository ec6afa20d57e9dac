using System.Text.Json.Serialization;

namespace Fulfilment.Domain.Orders;

/// <summary>One parcel's way: released as decided, then what warehouse and carrier said of it.</summary>
public sealed record Shipment
{
    /// <summary>What the warehouse was given; never changes.</summary>
    public required ReleaseOrder Release { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public string? Reference { get; init; }
    public string? RejectedReason { get; init; }
    public WarehouseStep? Step { get; init; }
    public DateTimeOffset? StepAt { get; init; }
    public string? Problem { get; init; }
    /// <summary>The step whose lateness staff have been told of.</summary>
    public WarehouseStep? SlaAlerted { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? TrackingUrl { get; init; }
    public TrackingStatus? Tracking { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public string? DeliveryProblem { get; init; }
    public InterceptState? Intercept { get; init; }

    [JsonIgnore]
    public int Number => Release.Shipment;

    /// <summary>Stopped before it left.</summary>
    [JsonIgnore]
    public bool Stopped => Intercept is { Succeeded: true };

    [JsonIgnore]
    public bool InWarehouse => SentAt is null && !Stopped;
}

/// <param name="CommandId">The Intercept command whose receipt waits for the answer.</param>
/// <param name="Succeeded">Null until the warehouse answers.</param>
public sealed record InterceptState(string CommandId, Actor By, string? Reason, bool? Succeeded = null);
