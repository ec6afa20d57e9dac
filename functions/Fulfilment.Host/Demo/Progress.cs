using System.Diagnostics;
using System.Globalization;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo;

/// <summary>One line on the terminal that is written over; nothing where standard error is not a terminal.</summary>
internal sealed class Progress(DateTimeOffset start)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private bool _shown;

    public void At(DateTimeOffset now, Agenda agenda)
    {
        if (Console.IsErrorRedirected || _since.Elapsed < Pause) return;
        _since.Restart();
        _shown = true;
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r  day {(now - start).Days + 1,2}, {now:HH:mm} UTC   {agenda.Done} things happened, {agenda.Left} ahead   "));
    }

    public void Done()
    {
        if (_shown) Console.Error.Write("\r" + new string(' ', 72) + "\r");
    }
}
