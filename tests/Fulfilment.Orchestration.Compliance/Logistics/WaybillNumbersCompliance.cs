using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Logistics;

public abstract class WaybillNumbersCompliance : StoreCompliance
{
    private IWaybillNumbers Numbers => Harness.Port<IWaybillNumbers>();

    [Fact]
    public async Task Next_NewKeys_RiseFromOneInEachStore()
    {
        Assert.Equal(1, await Numbers.NextAsync(SampleStores.Demo, "a"));
        Assert.Equal(2, await Numbers.NextAsync(SampleStores.Demo, "b"));
        Assert.Equal(1, await Numbers.NextAsync(SampleStores.Other, "a"));
    }

    [Fact]
    public async Task Next_KeyWasUsed_ReturnsItsNumberAlsoAfterReopen()
    {
        await Numbers.NextAsync(SampleStores.Demo, "a");
        var number = await Numbers.NextAsync(SampleStores.Demo, "b");
        await Harness.ReopenAsync();
        Assert.Equal(number, await Numbers.NextAsync(SampleStores.Demo, "b"));
        Assert.Equal(number + 1, await Numbers.NextAsync(SampleStores.Demo, "c"));
    }

    [Fact]
    public async Task Next_ManyAtOnce_NoNumberTwice()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Numbers.NextAsync(SampleStores.Demo, $"key {i % 15}")));
        Assert.Equal(Enumerable.Range(1, 15), numbers.Distinct().Order());
        for (var i = 0; i < 15; i++) Assert.Equal(numbers[i], numbers[i + 15]);
    }
}
