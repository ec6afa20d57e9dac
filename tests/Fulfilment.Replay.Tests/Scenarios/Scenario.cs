using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>One life of one instance, played on the real engine.</summary>
/// <param name="Name">Also the name of its golden files.</param>
/// <param name="Play">Returns the instance's id.</param>
internal sealed record Scenario(string Name, Func<OrderWorld, Recorder, Task<string>> Play)
{
    public Scenario(string name, Func<OrderWorld, Task<string>> play) : this(name, (world, _) => play(world))
    {
    }

    /// <summary>Null: the samples' policy.</summary>
    public ReleasePolicy? Policy { get; init; }

    public override string ToString() => Name;

    /// <summary>Plays it in a fresh world.</summary>
    /// <returns>A history for each execution, oldest first.</returns>
    public async Task<IReadOnlyList<StoredHistory>> RunAsync()
    {
        await using var world = await OrderWorld.StartAsync(Policy);
        var recorder = new Recorder(world);
        await recorder.TakeAsync(await Play(world, recorder));
        return recorder.Histories;
    }
}
