using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Orders;

/// <summary>The list of open payments shows what still has to be done, and nothing else.</summary>
public sealed class OpenPaymentTests
{
    [Theory]
    [InlineData(true, "settled")]
    [InlineData(false, "failed")]
    public async Task OpenPayment_RecordedByStaffOrLapsed_LeavesTheList(bool pays, string status)
    {
        await using var world = await OrderWorld.StartAsync();
        world.Payments.LeavesRequestsOpen = true;
        var id = await OrderLifeTests.StockedOrderAsync(world);
        var receipt = await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeQuantity("1", 2)));
        var open = Assert.Single(await OpenAsync(world));

        if (pays) await world.SendAsync(id, Commands.Record("b1", receipt.Provisional!.PaymentId, Samples.Euro(10)));
        await world.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.DoesNotContain(await OpenAsync(world), entry => entry.Key == open.Key);
        Assert.Equal(status, (await world.Get<IPaymentLedger>().ListAsync(id)).Single(entry => entry.Key == open.Key).Status);
    }

    private static async Task<IReadOnlyList<PaymentEntry>> OpenAsync(OrderWorld world) =>
        (await world.Get<IPaymentLedger>().ListOpenAsync(Samples.StoreKey)).Items;
}
