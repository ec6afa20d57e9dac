using Fulfilment.Domain.Logistics;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Carriers;
using Fulfilment.Orchestration.Compliance.Logistics;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Carriers;

public sealed class OwnWaybillsCompliance : LabelProviderCompliance
{
    protected override ILabelProvider Open() => new OwnWaybills(new CountingNumbers());
}

public class OwnWaybillsTests
{
    [Fact]
    public async Task Create_FirstWaybill_IsAValidS10Number()
    {
        var store = Samples.Store with { Carrier = new(Name: "exemple-post", ServiceIndicator: "LX", Country: "BE") };
        var release = new ReleaseOrder("k/1", "k", "demo", "#1", 1, Samples.Now, Samples.Now, "system", new("L", null), null, null, null, 0, null, [], null, null, 1);

        var waybill = await new OwnWaybills(new CountingNumbers()).CreateAsync("k/2", store, release);

        Assert.Equal(("exemple-post", "LX000000014BE"), (waybill.Carrier, waybill.TrackingNumber));
        Assert.True(S10.IsValid(waybill.TrackingNumber));
    }
}

/// <summary>Serial numbers by key, in memory.</summary>
internal sealed class CountingNumbers : IWaybillNumbers
{
    private readonly Dictionary<string, int> _numbers = [];

    public Task<int> NextAsync(string store, string key, CancellationToken cancellationToken = default)
    {
        lock (_numbers) return Task.FromResult(_numbers.TryGetValue(key, out var known) ? known : _numbers[key] = _numbers.Count + 1);
    }
}
