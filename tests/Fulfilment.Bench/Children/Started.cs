using System.Diagnostics;

namespace Fulfilment.Bench.Children;

/// <summary>One process that this program started: its output is at hand, its errors are remembered, and it never outlives the run.</summary>
internal sealed class Started : IDisposable
{
    private static readonly List<Process> Running = [];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly Process _process;
    private readonly Task _errors;
    private string _lastError = "it printed no error";

    /// <param name="progress">Called with each line of standard error.</param>
    public Started(IEnumerable<string> arguments, Action<string>? progress = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        lock (Running) Running.Add(_process);
        _errors = ReadErrorsAsync(progress);
    }

    /// <summary>Null at the end of its output.</summary>
    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Takes the rest of its output off its hands, so that it never waits for a reader.</summary>
    public void Drain() => _ = _process.StandardOutput.ReadToEndAsync();

    /// <summary>Waits for its end.</summary>
    /// <returns>The last line of its output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is its own last line of errors.</exception>
    public async Task<string> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0 ? output.TrimEnd().Split('\n')[^1] : throw await FailureAsync();
    }

    /// <summary>For one that ended although it should not have.</summary>
    public async Task<InvalidOperationException> FailureAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _errors;
        return new($"a process ended with {_process.ExitCode}: {_lastError}");
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        lock (Running) Running.Remove(_process);
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>For a run that is interrupted.</summary>
    public static void KillAll()
    {
        lock (Running)
            foreach (var process in Running.Where(process => !process.HasExited)) process.Kill();
    }

    /// <summary>The product's one line about what failed; log lines may come after it.</summary>
    private static bool IsForPeople(string line) => line.StartsWith("fulfil: ", StringComparison.Ordinal);

    private async Task ReadErrorsAsync(Action<string>? progress)
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Length == 0) continue;
            if (IsForPeople(line) || !IsForPeople(_lastError)) _lastError = line;
            progress?.Invoke(line);
        }
    }
}
