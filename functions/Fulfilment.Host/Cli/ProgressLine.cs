using System.Diagnostics;
using Fulfilment.DurableTask;

namespace Fulfilment.Host.Cli;

/// <summary>One line on the terminal that is written over; nothing where standard error is not a terminal.</summary>
internal sealed class ProgressLine : IDisposable, IProgress<FileProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private int _width;

    public void Show(string text)
    {
        if (Console.IsErrorRedirected || _since.Elapsed < Pause) return;
        _since.Restart();
        Console.Error.Write("\r  " + text.PadRight(_width));
        _width = text.Length;
    }

    void IProgress<FileProgress>.Report(FileProgress value) => Show(value.All > 1 ? $"{value.Step}: {value.Done} of {value.All}" : value.Step);

    public void Clear()
    {
        if (_width > 0) Console.Error.Write("\r" + new string(' ', _width + 2) + "\r");
        _width = 0;
    }

    public void Dispose() => Clear();
}
