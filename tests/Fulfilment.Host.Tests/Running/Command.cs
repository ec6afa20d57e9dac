using System.Diagnostics;
using System.Globalization;

namespace Fulfilment.Host.Tests.Running;

/// <summary>What a finished process left.</summary>
public sealed record Finished(int ExitCode, string Output, string Errors)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1];

    /// <summary>The one line that a failure consists of.</summary>
    public string OnlyErrorLine => Assert.Single(Errors.TrimEnd().Split('\n'));
}

/// <summary>A running process whose output is gathered. Ended with the test, if it still runs.</summary>
public sealed class Command : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];
    private readonly Task<string> _errors;

    private Command(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadOutputAsync();
    }

    /// <param name="program">Found on the path, or a path.</param>
    public static Command Start(string program, IReadOnlyList<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Killed, it would leave the pipes of the runtime's diagnostics in the temporary folder.
        start.Environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return new Command(Process.Start(start)!);
    }

    public static async Task<Finished> RunAsync(string program, IReadOnlyList<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var command = Start(program, arguments, workingDirectory, environment);
        return await command.EndAsync();
    }

    public int Id => _process.Id;

    /// <summary>The first line, already printed or to come, that contains the text.</summary>
    public async Task<string> LineAsync(string text)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } line) return line;
            _awaited.Add((text, seen));
        }

        if (await Task.WhenAny(seen.Task, _closed.Task).WaitAsync(Patience) == seen.Task) return await seen.Task;
        throw new InvalidOperationException($"It ended without printing '{text}'. Standard error: {await _errors}");
    }

    public async Task<Finished> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _closed.Task.WaitAsync(Patience);
        lock (_lines) return new Finished(_process.ExitCode, string.Join('\n', _lines), _errors.Result);
    }

    /// <summary>As Ctrl-C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
                foreach (var (text, seen) in _awaited)
                    if (line.Contains(text, StringComparison.Ordinal)) seen.TrySetResult(line);
            }
        }

        await _errors;
        _closed.TrySetResult();
    }
}
