using System.Text.Json.Serialization;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>Everything an order knows, whatever state it is in.</summary>
public sealed record OrderData
{
    public required string Id { get; init; }
    public required StoreProfile Store { get; init; }
    public required ReleasePolicy Policy { get; init; }
    public required int RulesVersion { get; init; }
    /// <summary>Rises by one with every accepted command.</summary>
    public required int Version { get; init; }
    /// <summary>The storefront's last word; later words are compared with it, not with <see cref="Content"/>.</summary>
    public required OrderSnapshot Snapshot { get; init; }
    /// <summary>What will be sent, as of now; a provisional edit is not in it.</summary>
    public required OrderContent Content { get; init; }
    public required OrderMoney Money { get; init; }
    public required GraceState Grace { get; init; }
    public ContactState Contact { get; init; } = new();
    public StockState Stock { get; init; } = new();
    public HoldState? Hold { get; init; }
    public ProvisionalEdit? Provisional { get; init; }
    public IReadOnlyList<Shipment> Shipments { get; init; } = [];
    /// <summary>Fields changed both here and on the storefront; the value from here stayed.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>A storefront's test order in a real store: never reserved, never released.</summary>
    [JsonIgnore]
    public bool BlockedAsTest => Snapshot.Test && !Store.TestStore;

    /// <summary>"fr" or "en".</summary>
    [JsonIgnore]
    public string Language => LanguageOf(Snapshot.Locale) ?? LanguageOf(Store.Locale) ?? "en";

    private static string? LanguageOf(string? locale) => locale?.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "fr" => "fr",
        "en" => "en",
        _ => null,
    };
}
