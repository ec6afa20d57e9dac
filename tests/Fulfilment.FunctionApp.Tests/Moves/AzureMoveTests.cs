using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.Transfer;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.FunctionApp.Tests.Moves;

/// <summary>The script of a shop's days on one machine, on Azure, and with its orders moved from one to the other: nobody outside may see a difference.</summary>
public sealed class AzureMoveTests
{
    private static readonly Lazy<Task<string>> OnAMachine = new(() => PlayAsync(startsOnAzure: false));

    [Fact]
    public async Task Orders_OnAzureAllTheTime_LiveAsOnAMachine() => Assert.Equal(await OnAMachine.Value, await PlayAsync(startsOnAzure: true));

    [Theory]
    [InlineData(9)]
    [InlineData(22)]
    [InlineData(29)]
    public async Task Orders_FromAzureToAMachine_LiveOnAsIfTheyHadStayed(int step) => Assert.Equal(await OnAMachine.Value, await PlayAsync(startsOnAzure: true, step));

    [Theory]
    [InlineData(8, 12)]
    [InlineData(18, 19)]
    [InlineData(21, 31)]
    public async Task Orders_FromAMachineToAzureAndBack_LiveOnAsIfTheyHadStayed(int there, int back) =>
        Assert.Equal(await OnAMachine.Value, await PlayAsync(startsOnAzure: false, there, back));

    [Fact]
    public async Task Orders_MovedManyTimes_LiveOnAsIfTheyHadStayed() => Assert.Equal(await OnAMachine.Value, await PlayAsync(startsOnAzure: false, 4, 10, 17, 20, 25, 33));

    [Fact]
    public async Task Commands_ThatWaitedWhenTheOrderLeftAzure_AreDecidedOnTheMachineInTheirOrder()
    {
        await using var machine = await OrderWorld.StartAsync();
        await using var azure = await AzureShop.OpenAsync(machine);
        using var invocation = azure.Enter();
        foreach (var step in Shop.Steps.Take(2)) await step(azure);
        var (order, hub) = (Shop.Id("grace"), azure.Get<IOrchestrationClient>());
        await hub.SuspendAsync(order);
        var depart = new OrderCommand.Depart { CommandId = "~depart", Actor = Actor.System, At = azure.Clock.GetUtcNow() };
        await hub.RaiseEventAsync(order, LoopNames.CommandEvent, CommandPayload.Of(depart));
        string[] notes = ["n1", "n2", "n3"];
        foreach (var id in notes) Assert.IsType<Submission.Accepted>(await azure.SubmitAsync(order, Commands.Note(id, id)));
        await hub.ResumeAsync(order);
        await azure.IdleAsync();
        Assert.Null(await azure.Get<IReceiptStore>().GetAsync(order, "n1"));
        Assert.IsType<Submission.Moved>(await azure.SubmitAsync(order, Commands.Note("n4", "too late here")));

        await MoveAsync(azure, machine);

        var receipts = (await machine.Get<IReceiptStore>().ListAsync(order)).Where(receipt => receipt.Type == "AddNote").ToList();
        Assert.Equal(notes, receipts.Select(receipt => receipt.CommandId));
        Assert.All(receipts, receipt => Assert.Equal(Outcome.Applied, receipt.Outcome));
        Assert.IsType<Submission.Repeated>(await machine.SubmitAsync(order, Commands.Note("n2", "n2")));
    }

    /// <param name="moves">Before which steps all orders move to the other host.</param>
    private static async Task<string> PlayAsync(bool startsOnAzure, params int[] moves)
    {
        await using var machine = await OrderWorld.StartAsync();
        await using var azure = await AzureShop.OpenAsync(machine);
        using var invocation = azure.Enter();
        ShopHost here = startsOnAzure ? azure : machine, there = startsOnAzure ? machine : azure;
        for (var i = 0; i < Shop.Steps.Count; i++)
        {
            if (moves.Contains(i))
            {
                await MoveAsync(here, there);
                (here, there) = (there, here);
            }

            await Shop.Steps[i](here);
            await here.IdleAsync();
            // The other host runs too; it must have nothing to do.
            await there.IdleAsync();
        }

        return await Shop.EvidenceAsync(here);
    }

    private static async Task MoveAsync(ShopHost from, ShopHost to)
    {
        var (file, result) = await from.ExportAsync();
        Assert.Empty(result.Left);
        var imported = await to.ImportAsync(file);
        Assert.Empty(imported.Refused);
        Assert.Equal((result.Orders, result.Ended), (imported.Orders, imported.Ended));
        Assert.InRange(imported.Orders, 1, long.MaxValue);
    }
}
