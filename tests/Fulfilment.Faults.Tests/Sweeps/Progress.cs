using System.Globalization;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>How far a long sweep is: one line now and then in the file that the script shows.</summary>
internal static class Progress
{
    private static readonly string? File = Environment.GetEnvironmentVariable("FULFIL_PROGRESS") is { Length: > 0 } file ? file : null;
    private static readonly Lock Gate = new();

    public static void Report(string sweep, int done, int all, int failed, TimeSpan elapsed)
    {
        if (File is null || (done % 10 != 0 && done != all)) return;
        Write(string.Create(CultureInfo.InvariantCulture, $"{sweep}: {done} of {all} runs, {failed} failed, {elapsed.TotalMinutes:0.0} min"));
    }

    /// <summary>At once: who waits for the end of the sweep need not wait to repeat it.</summary>
    public static void Failure(string sweep, string failure) => Write($"{sweep}, failed: {failure}");

    private static void Write(string line)
    {
        if (File is null) return;
        lock (Gate) System.IO.File.AppendAllText(File, line + "\n");
    }
}
