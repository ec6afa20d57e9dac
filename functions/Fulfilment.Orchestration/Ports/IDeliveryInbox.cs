using System.Security.Cryptography;
using System.Text;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Ports;

/// <summary>Takes verified webhook deliveries: raw body, dedupe row and what they cause are one batch. What it answers is durable.</summary>
public interface IDeliveryInbox
{
    /// <summary>Acts on a delivery once; the same delivery again gets the first answer with <see cref="IntakeAnswer.Repeated"/> set and does nothing.</summary>
    Task<IntakeAnswer> AcceptAsync(Delivery delivery, IntakeAction action, CancellationToken cancellationToken = default);

    /// <summary>Oldest first.</summary>
    Task<Page<ParkedDelivery>> ListParkedAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>Null when unknown or no longer parked.</summary>
    Task<ParkedDelivery?> GetParkedAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Acts on a parked delivery after a fix and takes it off the list; parking it again keeps it there with the new reason.
    /// One that was acted on already gets that answer with <see cref="IntakeAnswer.Repeated"/> set.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No delivery was ever parked under that id.</exception>
    Task<IntakeAnswer> ReplayParkedAsync(string id, IntakeAction action, CancellationToken cancellationToken = default);
}

/// <param name="Source">"shopify", "woocommerce", "own", "easypost", "sendgrid".</param>
/// <param name="DeliveryId">The sender's id; empty when it sends none.</param>
public sealed record Delivery(string Source, string Store, string Topic, string DeliveryId, byte[] Body, DateTimeOffset ReceivedAt)
{
    /// <summary>Source, store, topic, delivery id and SHA-256 of the body: WooCommerce repeats delivery ids within a second.</summary>
    public string Key => $"{Source}|{Store}|{Topic}|{DeliveryId}|{BodyHash}";

    public string BodyHash => Convert.ToHexStringLower(SHA256.HashData(Body));

    /// <summary>A command id that is the same whenever this delivery is seen: at most 100 characters.</summary>
    public string CommandId => CommandIds.Internal($"{Source}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))[..40]}");
}

/// <summary>What a delivery asks for, after mapping.</summary>
public abstract record IntakeAction
{
    private IntakeAction() { }

    /// <summary>An order as the storefront has it now. Starts the order if its id was never used; else raises a StorefrontChanged with the snapshot.</summary>
    public sealed record Upsert(string OrderId, OrderCommand.Place Place) : IntakeAction;

    /// <summary>A command to a known order (a carrier's scan, a mail's bounce). An unknown order parks it; one that has ended is known, and nothing is raised.</summary>
    public sealed record Raise(string OrderId, OrderCommand Command) : IntakeAction;

    /// <summary>Valid signature, but it cannot be mapped: kept for staff.</summary>
    /// <param name="Path">JSON path of the fault.</param>
    public sealed record Park(string Path, string Reason) : IntakeAction;

    /// <summary>Understood, and nothing to do (unknown topic, draft).</summary>
    public sealed record Ignore(string Reason) : IntakeAction;
}

public sealed record IntakeAnswer(IntakeOutcome Outcome, string? OrderId = null, string? ParkedId = null, string? Path = null, string? Detail = null, bool Repeated = false);

/// <summary>Started: a new order. Known: raised to an order that was already there.</summary>
public enum IntakeOutcome { Started, Known, Parked, Ignored }

public sealed record ParkedDelivery(string Id, Delivery Delivery, string Path, string Reason, DateTimeOffset ParkedAt);
