using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance;

/// <summary>Two made-up shops.</summary>
public sealed class SampleStores : IStoreDirectory
{
    public const string Demo = "demo";
    public const string Other = "other";

    private readonly StoreSettings[] _all =
    [
        new() { Profile = new StoreProfile(Demo, "Demo", "fr", Currency.Of("EUR"), "Europe/Paris") },
        new() { Profile = new StoreProfile(Other, "Other", "en", Currency.Of("GBP"), "Europe/London") },
    ];

    public IReadOnlyCollection<StoreSettings> All => _all;

    public StoreSettings? Find(string store) => Array.Find(_all, settings => settings.Profile.Id == store);
}
