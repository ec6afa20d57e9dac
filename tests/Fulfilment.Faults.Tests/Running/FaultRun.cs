using System.Diagnostics;
using Fulfilment.DurableTask;
using Fulfilment.Faults.Tests.Invariants;
using Fulfilment.Host.Demo;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;
using Fulfilment.Host.Serving;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Running;

/// <summary>Where the server of a run lives.</summary>
internal enum Home { InProcess, Child }

/// <param name="Orders">A run of 33 holds every plot once.</param>
internal sealed record Workload(int Orders, int Seed);

/// <summary>What a run left.</summary>
/// <param name="Deaths">Faults that fired.</param>
/// <param name="Commits">Of the engine, over all its starts.</param>
/// <param name="Result">What must be the same however often the server died.</param>
/// <param name="Violations">Broken promises and invariants, one line each.</param>
internal sealed record Played(int Deaths, long Commits, IReadOnlyList<string> Result, IReadOnlyList<string> Violations);

/// <summary>A run under way, for what befalls it.</summary>
internal sealed record Scene(DemoPlay Play, IDemoServer Server, Revival Revival, Agenda Agenda, string Directory);

/// <summary>The demo's workload on the real server, which is made to die on the way and started again by its clients' persistence.</summary>
internal static class FaultRun
{
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(60);

    /// <param name="faults">One for each start of the server; later starts have none.</param>
    /// <param name="disturb">What else befalls it; null: nothing.</param>
    /// <param name="check">Checks the promises, given the folder and what was sent; null: as the demo does.</param>
    public static async Task<Played> PlayAsync(
        Workload workload, Home home, IEnumerable<EngineFault> faults, Func<Scene, IDisturbance>? disturb = null, Func<string, Chronicle, Task<IReadOnlyList<string>>>? check = null)
    {
        var watch = Stopwatch.StartNew();
        using var folder = new RunFolder();
        var secrets = DemoSecrets.New();
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var left = new Queue<EngineFault>(faults);
        await using var server = Server();
        using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = RequestPatience };
        var options = new DemoOptions(workload.Orders, workload.Seed, folder.Path, Keep: false);
        var chronicle = new Chronicle();
        var revival = new Revival(server, DemoWorld.Start);
        await using var site = new OwnSite(secrets.Own);
        DemoSettings.Write(folder.Path, url, secrets, site.Url);
        await revival.StartAsync(CancellationToken.None);
        var play = new DemoPlay(options, folder.Path, secrets, http, revival, chronicle);
        await play.RunAsync(agenda => disturb?.Invoke(new Scene(play, server, revival, agenda, folder.Path)) ?? new NoDisturbance(), (_, _) => { }, CancellationToken.None);
        await server.StopAsync();

        var outcome = await DemoOutcome.ReadAsync(folder.Path, chronicle, watch, CancellationToken.None);
        var broken = check is null ? outcome.Result.Violations : await check(folder.Path, chronicle);
        return new(revival.Deaths, Commits(folder.Path), [.. Leftover.Read(folder.Path, outcome), .. site.Heard()], [.. broken, .. Invariant.Check(folder.Path), .. site.Faults()]);

        EngineFault? Next() => left.TryDequeue(out var fault) ? fault : null;

        IDemoServer Server() => home == Home.Child ? new ServerProcess(folder.Path, url, secrets.Clock, Next) : new InProcessServer(folder.Path, url, secrets.Clock, Next);
    }

    private static long Commits(string directory)
    {
        using var connection = EngineFile.OpenReadOnly(directory);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key = 'commit'";
        return (long)command.ExecuteScalar()!;
    }
}
