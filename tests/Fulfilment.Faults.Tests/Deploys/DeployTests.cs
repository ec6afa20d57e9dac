using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Faults.Tests.Invariants;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Tests.World;
using Fulfilment.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Faults.Tests.Deploys;

/// <summary>Another program is started on orders that are half done.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class DeployTests
{
    [Fact]
    public async Task CompatibleChange_MidOrder_AllFinishAsWithoutIt()
    {
        var model = await ModelAsync();
        await using var world = await OrderWorld.StartAsync();
        var orders = new DeployedOrders(world);
        await orders.BeginAsync();

        (world.Code, world.Rules) = (NextCode.Compatible(), NextCode.AuditingRules);
        await world.RestartAsync();
        await orders.GoOnAsync();
        await orders.EndAsync();

        Assert.Empty(await world.Engine.Quarantine.ListAsync());
        Assert.Equal(model, await orders.ResultsAsync());
        AssertSound(world);
        var steps = await StepsAsync(world, orders);
        // The change was in force: under the new rules for those that came with them, and at the end for all.
        Assert.All(orders.All, id => Assert.Contains(NextCode.Archive, steps[id]));
        Assert.Equal(orders.Late, orders.All.Where(id => steps[id].Contains(NextCode.Audit)));
    }

    [Fact]
    public async Task IncompatibleChange_MidOrder_StopsTheAffectedOnly_AndTheOldCodeFinishesThem()
    {
        var model = await ModelAsync();
        await using var world = await OrderWorld.StartAsync();
        var orders = new DeployedOrders(world);
        await orders.BeginAsync();
        var announced = await ReplayAsync(world, NextCode.Incompatible());

        world.Code = NextCode.Incompatible();
        await world.RestartAsync();
        await orders.GoOnAsync();

        var stopped = (await world.Engine.Quarantine.ListAsync()).OrderBy(item => item.InstanceId, StringComparer.Ordinal).ToList();
        Assert.Equal(orders.Hurried, stopped.Select(item => item.InstanceId));
        Assert.Equal(announced.Keys.Order(StringComparer.Ordinal), stopped.Select(item => item.InstanceId));
        Assert.All(stopped, item =>
        {
            Assert.Equal(announced[item.InstanceId].Message, item.Reason);
            Assert.Contains($"'{LoopNames.Publish}'", announced[item.InstanceId].Difference.Recorded, StringComparison.Ordinal);
            Assert.Contains($"'{NextCode.Audit}'", announced[item.InstanceId].Difference.Asked, StringComparison.Ordinal);
        });
        foreach (var id in orders.Standard.Concat(orders.Late)) Assert.NotNull((await world.ViewAsync(id)).ReleasedAt);
        foreach (var id in orders.Hurried) Assert.Null((await world.ViewAsync(id)).ReleasedAt);

        world.Code = OrchestrationRegistration.CreateRegistry();
        await world.RestartAsync();
        foreach (var item in stopped) Assert.True(await world.Engine.Quarantine.RetryAsync(item.Id));
        await orders.EndAsync();

        Assert.Empty(await world.Engine.Quarantine.ListAsync());
        Assert.Equal(model, await orders.ResultsAsync());
        AssertSound(world);
    }

    /// <summary>Under the program that is in force now.</summary>
    private static void AssertSound(OrderWorld world)
    {
        var faults = Invariant.Check(world.Folder, world.Code);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>The same orders under one program from beginning to end.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ModelAsync()
    {
        await using var world = await OrderWorld.StartAsync();
        var orders = new DeployedOrders(world);
        await orders.BeginAsync();
        await orders.GoOnAsync();
        await orders.EndAsync();
        return await orders.ResultsAsync();
    }

    /// <summary>What `fulfil replay` would say before the deploy: the orders that would break, and where.</summary>
    private static async Task<IReadOnlyDictionary<string, ReplayResult.Differs>> ReplayAsync(OrderWorld world, TaskRegistry next)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var replayer = new HistoryReplayer(next, services, DomainJson.Options);
        var histories = await world.Engine.Store.ReadAsync(connection => StoredHistories.Read(connection, finished: false).SelectMany(page => page).ToList());
        return histories.Select(history => (history.InstanceId, Result: replayer.Replay(history) as ReplayResult.Differs))
            .Where(replayed => replayed.Result is not null).ToDictionary(replayed => replayed.InstanceId, replayed => replayed.Result!, StringComparer.Ordinal);
    }

    /// <summary>Names of the activities that each order's history holds.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> StepsAsync(OrderWorld world, DeployedOrders orders)
    {
        var steps = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var id in orders.All)
        {
            var history = await world.Engine.Store.ReadAsync(connection => StoredHistories.Find(connection, id)!);
            using var text = new MemoryStream();
            HistoryFile.Write(history, text);
            var lines = System.Text.Encoding.UTF8.GetString(text.ToArray());
            steps[id] = [.. ((string[])[NextCode.Audit, NextCode.Archive]).Where(name => lines.Contains($"\"name\":\"{name}\"", StringComparison.Ordinal))];
        }

        return steps;
    }
}
