using System.Text.Json;
using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What stays in memory and what is replayed.</summary>
public sealed class CacheTests : IDisposable
{
    private const long Now = 1_000_000_000_000;
    private const int Size = 10_000;

    private readonly DataFolder _folder = new();
    private readonly Database _database;
    private readonly Tables _tables;

    public CacheTests()
    {
        _database = new Database(DatabaseFile.OpenForWriting(_folder.Path, []));
        _tables = new Tables(_database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Trim_WithMoreThatSleepThanFit_DropsTheLongestIdleAndNoneUnderWay()
    {
        var cache = new InstanceCache(_tables, 3 * Size);
        Put(cache, 1, Working);
        Put(cache, 2, Timer(TimeSpan.FromMilliseconds(1)));
        for (var iid = 3; iid <= 10; iid++)
        {
            Put(cache, iid, iid % 2 == 0 ? Waiting : Timer(TimeSpan.FromDays(1)));
        }

        Assert.Equal([1, 2, 8, 9, 10], Kept(cache, 10));
        Assert.Equal(5 * Size, cache.Bytes);
    }

    [Fact]
    public void Trim_WithMoreUnderWayThanFit_KeepsThoseThatComeBackFirst()
    {
        var cache = new InstanceCache(_tables, Size);
        for (var iid = 1; iid <= 10; iid++)
        {
            Put(cache, iid, Working);
        }

        Assert.Equal([1, 2, 3], Kept(cache, 10));
    }

    [Fact]
    public void Trim_OfWhatIsQueued_WaitsUntilItHasRun()
    {
        var cache = new InstanceCache(_tables, 0);
        var ready = new ReadyQueue(cache);
        ready.Add(Put(cache, 1, Waiting, trim: false));
        ready.Add(Put(cache, 2, Waiting, trim: false));
        cache.Trim(Now);
        Assert.Equal([1, 2], Kept(cache, 2));

        Assert.True(ready.TryTake(out var first));
        cache.Trim(Now);

        Assert.Equal(1, first.Iid);
        Assert.Equal([2], Kept(cache, 2));
    }

    [Fact]
    public void Weight_ThatGrowsInTheCache_CountsAndGoesWithIt()
    {
        var cache = new InstanceCache(_tables, 3 * Size);
        var instance = Put(cache, 1, Waiting);
        cache.AddWeight(instance, Size);
        Assert.Equal(2 * Size, cache.Bytes);

        cache.AddWeight(instance, 2 * Size);
        cache.Trim(Now);

        Assert.Equal(0, cache.Bytes);
        Assert.Empty(Kept(cache, 1));
    }

    private static readonly Func<OrchestrationContext, Task<string>> Working = context => context.CallActivityAsync<string>("work");
    private static readonly Func<OrchestrationContext, Task<string>> Waiting = context => context.WaitForExternalEvent<string>("event");

    private static Func<OrchestrationContext, Task<string>> Timer(TimeSpan after) => async context =>
    {
        await context.CreateTimer(context.CurrentUtcDateTime + after, CancellationToken.None);
        return "";
    };

    private static Instance Put(InstanceCache cache, int iid, Func<OrchestrationContext, Task<string>> code, bool trim = true)
    {
        var orchestrator = new TaskRegistry().Orchestrator("code", code).Orchestrators["code"](NoServices.Instance);
        var live = new Execution(new ExecutionSetup("code", $"{iid}", null, 1, orchestrator, JsonSerializerOptions.Web, 1000, NullLoggerFactory.Instance, static () => { }));
        live.Apply(new HistoryEvent(HistoryKind.ExecutionStarted) { At = Now, Name = "code" }, replaying: false);
        var instance = new Instance(iid, $"{iid}", "code", 1, Now) { Live = live, Weight = Size };
        cache.Add(instance);
        if (trim)
        {
            cache.Trim(Now);
        }

        return instance;
    }

    private static IEnumerable<int> Kept(InstanceCache cache, int upTo) => Enumerable.Range(1, upTo).Where(iid => cache.Peek(iid) is not null);
}
