using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Tests.Transfer;

/// <summary>A failed instance is a finished one for the SDK, and yet its order's life is not over.</summary>
public sealed class DepartureTests
{
    private static readonly string Order = Samples.OrderId(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Depart_InstanceThatFailed_StaysAndIsNamedWithTheReason(bool behindItsClosedDoor)
    {
        await using var harness = await AzureHarness.OpenAzureAsync(services => services.AddOrderTransfer());
        await harness.StartOrderAsync(Order);
        if (behindItsClosedDoor) await harness.CommitAsync(batch => harness.Port<IOrderMoves>().Depart(batch, Order, 1, Samples.Start));
        harness.Hub.Fail(Order, "A bug.");

        var departed = await harness.Port<OrderDepartures>().DepartAsync(Order, new Dictionary<string, string>());

        var left = Assert.IsType<DepartedOrder.Left>(departed);
        Assert.Equal(behindItsClosedDoor ? 1 : 0, left.Moves);
        Assert.Contains("A bug.", left.Reason, StringComparison.Ordinal);
    }
}
