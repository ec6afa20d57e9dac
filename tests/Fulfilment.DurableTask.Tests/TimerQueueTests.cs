using System.Text;
using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The window over the timers' table, with a window so small that every path is taken.</summary>
public sealed class TimerQueueTests : IDisposable
{
    private const int Window = 4;

    /// <summary>The last two come the other way round in .NET's ordinal order.</summary>
    private static readonly string[] Ids = ["b", "a", "aa", "é", "\uFF5E", "😀"];

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
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    /// <param name="instants">How many different instants the next timers fall on.</param>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    [InlineData(3, 40)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 1)]
    public void RandomTimers_AddedCancelledAndPopped_ComeInOrderAndNoneIsLost(int seed, int instants)
    {
        var random = new Random(seed);
        var queue = new TimerQueue(_table, _batch, Window);
        var alive = new SortedSet<TimerRow>(Comparer<TimerRow>.Create((left, right) => Key(left).CompareTo(Key(right))));
        for (var step = 0; step < 3000; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    Add(queue, alive, random, instants);
                    break;
                case < 7 when alive.Count > 0:
                    var victim = alive.ElementAt(random.Next(alive.Count));
                    queue.Cancel(victim);
                    alive.Remove(victim);
                    break;
                case 7 when random.Next(20) == 0:
                    queue.Reset();
                    break;
                case 8 when instants < 40 && random.Next(30) != 0:
                    // Time goes slowly, so that many gather on one instant.
                    break;
                default:
                    _clock.Advance(TimeSpan.FromTicks(random.Next(3)));
                    _batch.ReadClock();
                    PopDue(queue, alive, random.Next(3) == 0 ? random.Next(20) : int.MaxValue);
                    break;
            }

            Assert.Equal(alive.Count == 0 ? null : alive.Min.Due, queue.NextDue());
            Assert.True(queue.Loaded <= 4 * Window);
        }
    }

    [Fact]
    public void Add_AMillionTimersOfOneInstant_KeepsAWindowOfThemAndStaysCheap()
    {
        const int count = 1_000_000;
        var compared = 0L;
        var order = Comparer<TimerRow>.Create((left, right) =>
        {
            compared++;
            return TimerRow.Order.Compare(left, right);
        });
        var queue = new TimerQueue(_table, _batch, order: order);
        var due = _batch.Now + 1;
        for (var n = 0; n < count; n++)
        {
            // Each id once, in an order that is none.
            var number = (int)(n * 7_919L % count);
            queue.Add(new TimerRow(due, number, 0, $"order-{number:D7}"));
            Assert.True(compared <= 100L * (n + 1) + 1_000_000, $"{compared} comparisons for {n + 1} timers");
            Assert.True(queue.Loaded <= 4 * 8192);
        }

        _clock.Advance(TimeSpan.FromTicks(1));
        _batch.ReadClock();
        for (var n = 0; n < 50_000; n++)
        {
            Assert.True(queue.TryPopDue(out var row));
            Assert.Equal(n, row.Iid);
            Assert.True(queue.Take(row));
        }
    }

    private static (long, string, int) Key(TimerRow row) => (row.Due, Convert.ToHexString(Encoding.UTF8.GetBytes(row.InstanceId)), row.TaskId);

    private void Add(TimerQueue queue, SortedSet<TimerRow> alive, Random random, int instants)
    {
        var iid = random.Next(Ids.Length);
        var row = new TimerRow(_batch.Now + random.Next(1, instants + 1), iid, random.Next(instants == 40 ? 5 : 50), Ids[iid]);
        if (alive.Add(row))
        {
            queue.Add(row);
        }
    }

    private void PopDue(TimerQueue queue, SortedSet<TimerRow> alive, int count)
    {
        for (; count > 0; count--)
        {
            if (!queue.TryPopDue(out var row))
            {
                Assert.True(alive.Count == 0 || alive.Min.Due > _batch.Now);
                return;
            }

            Assert.Equal(alive.Min, row);
            Assert.True(row.Due <= _batch.Now);
            Assert.True(queue.Take(row));
            alive.Remove(row);
        }
    }
}
