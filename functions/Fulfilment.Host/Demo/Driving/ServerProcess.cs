using System.Diagnostics;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Commands;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>The real server as a child process: this same program with <c>serve</c> and a virtual clock.</summary>
/// <param name="faults">What the server of each start is made to die of; null: nothing.</param>
internal sealed class ServerProcess(string directory, string url, string secret, Func<EngineFault?>? faults = null) : IDemoServer
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FallPatience = TimeSpan.FromSeconds(20);

    private Process? _process;
    private EngineFault? _fault;
    private Task<(string Last, bool Fired)> _errors = Task.FromResult(("", false));

    public string Url => url;

    /// <summary>Its end breaks the connections; nothing more has to be signalled.</summary>
    public CancellationToken Fallen => CancellationToken.None;

    public int Id => Current.Id;

    public string LogFile => Path.Combine(directory, "server.log");

    private Process Current => _process ?? throw new InvalidOperationException("The server was not started.");

    /// <inheritdoc/>
    public async Task<bool> StartAsync(ClockState clock, CancellationToken cancellationToken)
    {
        _fault = faults?.Invoke();
        var start = SelfInvocation.Of(ServeCommand.Name, "--urls", Url, "--data", directory, ServeCommand.ClockOption, VirtualTime.Text(clock.Now, clock.RungUpTo));
        start.Environment[VirtualTime.SecretVariable] = secret;
        // Always set: what this process may have inherited is not for the child.
        start.Environment[EngineFault.Variable] = _fault?.ToString() ?? "";
        // Killed as it will be, it would leave the pipes of the runtime's diagnostics in the temporary folder each time.
        start.Environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // Ctrl-C reaches the whole terminal; the child must outlive it until it is stopped in order.
        start.RedirectStandardInput = true;
        var process = Process.Start(start) ?? throw new UserError("The server's process could not be started.");
        _process?.Dispose();
        _process = process;
        _errors = DrainAsync(process.StandardError, _fault?.Marker);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = WatchAsync(process.StandardOutput, listening);
        var ended = process.WaitForExitAsync(cancellationToken);
        var first = await Task.WhenAny(listening.Task, ended).WaitAsync(StartPatience, cancellationToken);
        if (first != ended) return true;
        if (await HasFallenAsync(cancellationToken)) return false;
        throw new UserError($"The demo's server did not start: {(await _errors).Last}");
    }

    /// <inheritdoc/>
    public async Task<bool> HasFallenAsync(CancellationToken cancellationToken)
    {
        if (_fault is not { } fault) return false;
        try
        {
            await Current.WaitForExitAsync(cancellationToken).WaitAsync(FallPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return Current.ExitCode == fault.ExitCode && (await _errors).Fired;
    }

    /// <summary>Ends it as a power cut would: at once, without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        Current.Kill();
        await Current.WaitForExitAsync();
    }

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process) return;
        // The server stops when its input closes; that also covers a demo that was killed itself.
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
    }

    /// <returns>The last line that was read, and whether any contained the marker.</returns>
    private async Task<(string Last, bool Fired)> DrainAsync(StreamReader reader, string? marker)
    {
        var last = "it gave no reason";
        var fired = false;
        await using var log = new StreamWriter(new FileStream(LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        while (await reader.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
            last = line;
            fired |= marker is not null && line.Contains(marker, StringComparison.Ordinal);
        }

        return (last, fired);
    }

    private static async Task WatchAsync(StreamReader output, TaskCompletionSource listening)
    {
        while (await output.ReadLineAsync() is not null) listening.TrySetResult();
    }
}
