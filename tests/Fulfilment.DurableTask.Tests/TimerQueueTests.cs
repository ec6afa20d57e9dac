using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The window over the timers' table, with a window so small that every path is taken.</summary>
public sealed class TimerQueueTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly Database _database;
    private readonly Batch _batch;
    private readonly TimerTable _table;

    public TimerQueueTests()
    {
        _database = new Database(DatabaseFile.OpenForWriting(_folder.Path, []));
        _batch = new Batch(_database, new EngineOptions { Directory = _folder.Path, Clock = _clock });
        _table = new TimerTable(_database);
        DatabaseFile.Scalar(_database.Connection, "INSERT INTO registry(iid, instance, execution) VALUES(1, 'b', 0), (2, 'a', 0)");
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomTimers_AddedCancelledAndPopped_ComeInOrderAndNoneIsLost(int seed)
    {
        var random = new Random(seed);
        var queue = new TimerQueue(_table, _batch, window: 4);
        var alive = new SortedSet<TimerRow>(Comparer<TimerRow>.Create((left, right) =>
            (left.Due, left.InstanceId, left.TaskId).CompareTo((right.Due, right.InstanceId, right.TaskId))));
        for (var step = 0; step < 3000; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    Add(queue, alive, random);
                    break;
                case < 7 when alive.Count > 0:
                    var victim = alive.ElementAt(random.Next(alive.Count));
                    queue.Cancel(victim.Due, victim.Iid, victim.TaskId);
                    alive.Remove(victim);
                    break;
                case 7 when random.Next(20) == 0:
                    queue.Reset();
                    break;
                default:
                    _clock.Advance(TimeSpan.FromTicks(random.Next(3)));
                    _batch.ReadClock();
                    PopDue(queue, alive);
                    break;
            }

            Assert.Equal(alive.Count == 0 ? null : alive.Min.Due, queue.NextDue());
        }
    }

    private void Add(TimerQueue queue, SortedSet<TimerRow> alive, Random random)
    {
        var iid = random.Next(1, 3);
        var row = new TimerRow(_batch.Now + random.Next(1, 40), iid, random.Next(5), iid == 1 ? "b" : "a");
        if (alive.Add(row))
        {
            queue.Add(row);
        }
    }

    private void PopDue(TimerQueue queue, SortedSet<TimerRow> alive)
    {
        while (queue.TryPopDue(out var row))
        {
            Assert.Equal(alive.Min, row);
            Assert.True(row.Due <= _batch.Now);
            Assert.True(queue.Take(row));
            alive.Remove(row);
        }

        Assert.True(alive.Count == 0 || alive.Min.Due > _batch.Now);
    }
}
