using System.Text.Json;
using Fulfilment.Bench.Figures;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Bench.Tests;

/// <summary>
/// Why the domain's JSON goes through reflection (docs/adr/0006): metadata made by the compiler loses declared defaults. When one of
/// these fails with the generated side, the generator has come to keep them, and the decision is to be taken anew.
/// </summary>
public sealed class GeneratedJsonTests
{
    [Fact]
    public void Policy_WrittenBeforeAFieldExisted_HasItsDefaultByReflectionOnly()
    {
        var (reflected, generated) = ReadByBoth<ReleasePolicy>("{}");

        var declared = new ReleasePolicy();
        Assert.Equal((declared.Version, declared.MaxOvertakes, declared.AftercareDays), (reflected.Version, reflected.MaxOvertakes, reflected.AftercareDays));
        Assert.NotNull(reflected.Calendar);
        Assert.Equal((0, 0, 0), (generated.Version, generated.MaxOvertakes, generated.AftercareDays));
        Assert.Null(generated.Calendar);
    }

    [Fact]
    public void View_WrittenBeforeAListExisted_HasAnEmptyOneByReflectionOnly()
    {
        var state = JsonOfAnOrder.Placed();
        var json = JsonSerializer.SerializeToNode(OrderViews.Of(state, state.Data.Grace.From), JsonOfAnOrder.Reflected)!.AsObject();
        Assert.True(json.Remove("conflicts"));

        var (reflected, generated) = ReadByBoth<OrderView>(json.ToJsonString());

        Assert.Empty(reflected.Conflicts);
        Assert.Null(generated.Conflicts);
    }

    private static (T Reflected, T Generated) ReadByBoth<T>(string json) =>
        (JsonSerializer.Deserialize<T>(json, JsonOfAnOrder.Reflected)!, JsonSerializer.Deserialize<T>(json, JsonOfAnOrder.Generated)!);
}
