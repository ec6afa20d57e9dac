using System.Diagnostics;
using System.Globalization;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Commands;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>The real server as a child process: this same program with <c>serve</c> and a virtual clock.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly string _directory;
    private readonly string _secret;
    private Process? _process;

    public ServerProcess(string directory, string url, string secret)
    {
        _directory = directory;
        _secret = secret;
        Url = url;
    }

    public string Url { get; }

    public int Id => Current.Id;

    public string LogFile => Path.Combine(_directory, "server.log");

    private Process Current => _process ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>Starts it with its clock at the instant and waits until it listens.</summary>
    /// <exception cref="UserError">It ended instead, with the reason that it gave.</exception>
    public async Task StartAsync(DateTimeOffset clock, CancellationToken cancellationToken)
    {
        var start = SelfInvocation.Of(ServeCommand.Name, "--urls", Url, "--data", _directory, ServeCommand.ClockOption, clock.ToString("O", CultureInfo.InvariantCulture));
        start.Environment[ServerOptions.ClockSecretVariable] = _secret;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // Ctrl-C reaches the whole terminal; the child must outlive it until it is stopped in order.
        start.RedirectStandardInput = true;
        var process = Process.Start(start) ?? throw new UserError("The server's process could not be started.");
        _process = process;
        var errors = DrainAsync(process.StandardError);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = WatchAsync(process.StandardOutput, listening);
        var ended = process.WaitForExitAsync(cancellationToken);
        var first = await Task.WhenAny(listening.Task, ended).WaitAsync(StartPatience, cancellationToken);
        if (first == ended) throw new UserError($"The demo's server did not start: {await errors}");
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

    /// <returns>The last line that was read.</returns>
    private async Task<string> DrainAsync(StreamReader reader)
    {
        var last = "it gave no reason";
        await using var log = new StreamWriter(new FileStream(LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        while (await reader.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
            last = line;
        }

        return last;
    }

    private static async Task WatchAsync(StreamReader output, TaskCompletionSource listening)
    {
        while (await output.ReadLineAsync() is not null) listening.TrySetResult();
    }
}
