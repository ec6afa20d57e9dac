using System.Diagnostics;
using System.Globalization;
using Fulfilment.DurableTask.Processing;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Serving;

/// <summary>Before the commit nothing of the batch is on disk; after it all is, and nobody has been told.</summary>
internal enum FaultPoint { Before, After }

/// <summary>The process is killed, or the storage fails and the engine ends it.</summary>
internal enum FaultKind { Kill, Throw }

/// <summary>
/// Breaks a demo's server at one commit of its engine, for the fault tests. Only a server with a virtual clock can be given
/// one: see <see cref="VirtualTime"/>.
/// </summary>
/// <param name="Commit">Counted from 1 at each start of the server.</param>
internal sealed record EngineFault(FaultPoint Point, FaultKind Kind, long Commit)
{
    /// <summary>Environment variable, such as "before:kill:17".</summary>
    public const string Variable = "FULFIL_FAULT";

    /// <summary>What a process ends with after SIGKILL, and after the abort of a fail-fast.</summary>
    public int ExitCode => Kind == FaultKind.Kill ? 137 : 134;

    /// <summary>Its line on standard error proves that it fired.</summary>
    public string Marker => $"Injected fault {this}";

    /// <exception cref="UserError">It is not of the form point:kind:commit.</exception>
    public static EngineFault Parse(string text) =>
        text.Split(':') is [var point, var kind, var commit]
        && Enum.TryParse<FaultPoint>(point, ignoreCase: true, out var at)
        && Enum.TryParse<FaultKind>(kind, ignoreCase: true, out var how)
        && long.TryParse(commit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new(at, how, number)
            : throw new UserError($"{Variable} takes before|after:kill|throw:commit, such as before:kill:17, not '{text}'.", UserError.BadArguments);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Point}:{Kind}:{Commit}").ToLowerInvariant();

    public EngineHooks Hooks() => new() { BeforeCommit = number => Reach(FaultPoint.Before, number), AfterCommit = number => Reach(FaultPoint.After, number) };

    private void Reach(FaultPoint point, long commit)
    {
        if (point != Point || commit != Commit) return;
        if (Kind == FaultKind.Throw) throw new IOException(Marker);
        Console.Error.WriteLine(Marker);
        Process.GetCurrentProcess().Kill();
        // The signal is under way; the commit must not go on meanwhile.
        Thread.Sleep(Timeout.Infinite);
    }
}
