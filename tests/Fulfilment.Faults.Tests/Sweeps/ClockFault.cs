using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Faults.Tests.Invariants;
using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Clock;
using Fulfilment.Host.Demo.Checks;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>
/// The server is restarted with a clock that is off, serves some of its agenda so, and is restarted with the right one. What
/// people sign and say bears the server's time, as if their clocks were off with it.
/// </summary>
internal sealed class ClockFault(Scene scene, TimeSpan by, int from, int until) : IDisturbance
{
    /// <summary>Plans as they were shown just before each restart, by the server's clock.</summary>
    public List<ShownPlan> Shown { get; } = [];

    public int Jumps { get; private set; }

    public async Task LookAsync(int actionsDone, AgendaItem item)
    {
        // Half-way through an instant the restart would be another one than that of the clock.
        if (item.Phase != Phase.AfterTimers) return;
        if (Jumps == 0 && actionsDone >= from) await JumpAsync(by);
        else if (Jumps == 1 && actionsDone >= until) await JumpAsync(TimeSpan.Zero);
    }

    public Task<ClockReading> ThroughAsync(DateTimeOffset at, Func<Task<ClockReading>> advance) => advance();

    /// <summary>The demo's promises, and no release before the instant that a plan had shown.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string directory, Chronicle sent)
    {
        var evidence = await Evidence.ReadAsync(directory, CancellationToken.None);
        var heard = FirstHeard(directory);
        // A storefront's clock ahead of the server's makes no grace longer: it begins when the server hears of the order.
        var orders = evidence.Orders.Values.Select(o => heard[o.Id] < o.PlacedAt ? o with { PlacedAt = heard[o.Id] } : o).ToDictionary(o => o.Id, StringComparer.Ordinal);
        return [.. DemoChecker.Check(evidence with { Orders = orders }, sent), .. Early(evidence)];
    }

    /// <summary>Unless somebody asked for something since: told by the order's version, for its time stands still while the clock is behind it.</summary>
    private IEnumerable<string> Early(Evidence evidence) =>
        from plan in Shown
        from release in evidence.ReleasesOf(plan.OrderId)
        where release.ReleasedAt >= plan.ShownAt && release.ReleasedAt < plan.ReleaseAt
        where !evidence.Receipts[plan.OrderId].Any(r => r.Actor.Kind != ActorKind.System && r.Version > plan.Version && r.At <= release.ReleasedAt)
        select $"early: {release.Key} was released at {release.ReleasedAt:O}; at {plan.ShownAt:O} its plan said {plan.ReleaseAt:O}";

    private static Dictionary<string, DateTimeOffset> FirstHeard(string directory)
    {
        using var connection = EngineFile.OpenReadOnly(directory);
        return Invariant.Rows(connection, "SELECT order_id || ' ' || (entry ->> 'at') FROM orders_timeline GROUP BY order_id HAVING revision = min(revision)")
            .Select(row => row.Split(' ')).ToDictionary(row => row[0], row => DateTimeOffset.Parse(row[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    private async Task JumpAsync(TimeSpan shift)
    {
        Jumps++;
        Shown.AddRange(Plans(scene.Revival.Clock.Now + scene.Revival.Shift));
        await scene.Server.StopAsync();
        (scene.Revival.Shift, scene.Agenda.Shift) = (shift, shift);
        await scene.Revival.StartAsync(CancellationToken.None);
        await scene.Play.Clock.IdleAsync(CancellationToken.None);
    }

    private List<ShownPlan> Plans(DateTimeOffset now)
    {
        using var connection = EngineFile.OpenReadOnly(scene.Directory);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT order_id, view ->> '$.version', view ->> '$.plan.releaseAt' FROM orders_index WHERE view ->> '$.releasedAt' IS NULL AND view ->> '$.plan.releaseAt' IS NOT NULL";
        using var reader = command.ExecuteReader();
        var plans = new List<ShownPlan>();
        while (reader.Read()) plans.Add(new(reader.GetString(0), reader.GetInt32(1), DateTimeOffset.Parse(reader.GetString(2), CultureInfo.InvariantCulture), now));
        return plans;
    }
}

/// <param name="Version">Of the order, when it was shown.</param>
internal sealed record ShownPlan(string OrderId, int Version, DateTimeOffset ReleaseAt, DateTimeOffset ShownAt);
