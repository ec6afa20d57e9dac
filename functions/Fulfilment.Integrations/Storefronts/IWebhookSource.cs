using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// One kind of storefront webhook: who may send it and what it says. Pure: nothing here waits or stores.
/// Our own edits come back from a storefront as snapshots like any other; the order compares them with the storefront's last
/// snapshot, so an echo changes nothing.
/// </summary>
public interface IWebhookSource
{
    /// <summary>"shopify", "woocommerce" or "own": the delivery's source and the key of its secrets.</summary>
    string Name { get; }

    /// <summary>Compares in constant time with every secret that is valid now. The body must be as received, before any decoding.</summary>
    SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now);

    /// <summary>Reads a verified request. Never throws for what the body says: a platform's fault becomes <see cref="IntakeAction.Park"/>, one of the own format also <see cref="MappedDelivery.Refusal"/>.</summary>
    MappedDelivery Map(WebhookRequest request, StoreSettings store, ReleasePolicy policy, DateTimeOffset now);

    /// <summary>Maps a stored delivery again, after a fix: for parked ones.</summary>
    IntakeAction Remap(Delivery delivery, StoreSettings store, ReleasePolicy policy);
}

/// <summary>A webhook as it came in.</summary>
/// <param name="Store">The store's key, from the address.</param>
/// <param name="Headers">Must ignore case; <see cref="WebhookRequest.HeaderSet"/> makes one.</param>
/// <param name="Body">Raw: signatures are over these bytes.</param>
public sealed record WebhookRequest(string Store, IReadOnlyDictionary<string, string> Headers, byte[] Body, string? ContentType)
{
    public static IReadOnlyDictionary<string, string> HeaderSet(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var set = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers) set[name] = value;
        return set;
    }

    /// <summary>The first of these headers that is there and not blank.</summary>
    internal string? Header(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Headers.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)) return value.Trim();
        return null;
    }
}

/// <summary>Outcome of a signature check. Only <see cref="Valid"/> may be mapped and acted on.</summary>
public enum SignatureCheck
{
    Valid,
    /// <summary>There is a signature, and no valid secret made it.</summary>
    Invalid,
    /// <summary>A header that the signature needs is not there.</summary>
    Missing,
    /// <summary>Signed longer ago than the tolerance: a replay, or a sender's clock that is behind.</summary>
    TooOld,
    /// <summary>Signed further in the future than the tolerance.</summary>
    TooNew,
    /// <summary>WooCommerce's ping when a hook is saved: unsigned by design; answer 200 and do nothing.</summary>
    UnsignedPing,
    /// <summary>The store has no secret for this source.</summary>
    NoSecret,
}

/// <summary>A delivery with what it asks for.</summary>
public sealed record MappedDelivery(Delivery Delivery, IntakeAction Action)
{
    /// <summary>Set by the own format only: answer this, store nothing.</summary>
    public FormatRefusal? Refusal { get; init; }
}

/// <summary>Why a body in the own format is not taken.</summary>
/// <param name="Status">400: not JSON. 422: JSON, but not an order.</param>
public sealed record FormatRefusal(int Status, IReadOnlyList<FormatFault> Faults);

/// <param name="Path">JSON path ("$.lines[0].quantity").</param>
public sealed record FormatFault(string Path, string Message);
