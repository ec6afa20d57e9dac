using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Orders;

/// <summary>An order that sleeps outside the cache is in the file and nowhere else, whatever it waits for.</summary>
public sealed class MemoryTests
{
    private static readonly IReadOnlyDictionary<string, Func<OrderWorld, Task>> Waits = new Dictionary<string, Func<OrderWorld, Task>>
    {
        ["grace"] = world => OrderLifeTests.StockedOrderAsync(world),
        ["stock"] = world => world.PlaceAsync(Samples.Order("1", world.Clock.GetUtcNow())),
        ["contact"] = world => OrderLifeTests.StockedOrderAsync(world, "1", Samples.Line("1", "ENG", category: "engraved")),
        ["hold"] = async world => await world.SendAsync(await OrderLifeTests.StockedOrderAsync(world), Commands.Hold("h1")),
        ["carrier"] = async world =>
        {
            await OrderLifeTests.StockedOrderAsync(world);
            await world.AdvanceAsync(TimeSpan.FromDays(2));
        },
    };

    public static TheoryData<string> Named => [.. Waits.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public async Task OrderAsleep_OutOfTheCache_LeavesNothingInMemory(string wait)
    {
        await using var world = await OrderWorld.StartAsync();
        var awake = new List<WeakReference>();
        world.CacheBytes = 0;
        world.Code = Watching(awake);
        await world.RestartAsync();

        await Waits[wait](world);

        Assert.NotEmpty(awake);
        Assert.Empty(StillThere(awake));
    }

    /// <summary>The program's code, with a mark on each orchestrator that is made.</summary>
    private static TaskRegistry Watching(List<WeakReference> awake)
    {
        var registry = new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, _ =>
        {
            var orchestrator = new OrderOrchestrator();
            awake.Add(new WeakReference(orchestrator));
            return orchestrator;
        });
        foreach (var (name, activity) in OrchestrationRegistration.CreateRegistry().Activities) registry.AddActivity(name, activity.Factory, activity.IsLocal);
        return registry;
    }

    private static IEnumerable<object> StillThere(List<WeakReference> awake)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return awake.Select(reference => reference.Target).OfType<object>();
    }
}
