using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Logistics;

/// <summary>What every maker of waybills promises.</summary>
public abstract class LabelProviderCompliance
{
    private static readonly StoreSettings Store = new()
    {
        Profile = new("demo", "Demo", "fr", Currency.Of("EUR"), "Europe/Paris"),
        Carrier = new(TrackingUrl: "https://track.example.com/{number}?lang=fr"),
    };

    /// <summary>A provider that has made no waybill yet.</summary>
    protected abstract ILabelProvider Open();

    [Fact]
    public async Task Create_SameKey_IsTheSameWaybill()
    {
        var provider = Open();

        Assert.Equal(await CreateAsync(provider, 1), await CreateAsync(provider, 1));
    }

    [Fact]
    public async Task Create_ManyKeysAtOnce_NeverShareANumber()
    {
        var provider = Open();
        var waybills = await Task.WhenAll(Enumerable.Range(1, 40).Concat(Enumerable.Range(1, 40)).Select(i => CreateAsync(provider, i)));

        Assert.Equal(40, waybills.Select(waybill => waybill.TrackingNumber).Distinct().Count());
    }

    [Fact]
    public async Task Create_StoreWithATrackingPage_LinksToTheNumber()
    {
        var waybill = await CreateAsync(Open(), 1);

        Assert.Contains(waybill.TrackingNumber, waybill.TrackingUrl, StringComparison.Ordinal);
        Assert.DoesNotContain("{", waybill.TrackingUrl, StringComparison.Ordinal);
        Assert.NotEmpty(waybill.Carrier);
    }

    [Fact]
    public async Task Create_StoreWithoutATrackingPage_HasNoLink() =>
        Assert.Null((await Open().CreateAsync("demo.own.1/2", Store with { Carrier = new() }, Release(1))).TrackingUrl);

    private static Task<Waybill> CreateAsync(ILabelProvider provider, int order) =>
        provider.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"demo.own.{order}/2"), Store, Release(order));

    private static ReleaseOrder Release(int order)
    {
        var id = Samples.OrderId(order);
        return new(
            $"{id}/1", id, "demo", $"#{order}", 1, Samples.Start, Samples.Start, "system", new("Client", "client@example.com"),
            new("Client", "1 rue de l'Exemple", null, "Lyon", null, "69001", "FR"), null, new("standard", "Standard"), 0, null,
            [new("1", "mug", "Mug", 1, new Dictionary<string, string>(), 300)], null, null, 1);
    }
}
