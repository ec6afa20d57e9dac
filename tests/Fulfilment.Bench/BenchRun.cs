using System.Diagnostics;
using System.Runtime.InteropServices;
using Fulfilment.Bench.Children;
using Fulfilment.Bench.Figures;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench;

/// <summary>One run of the benchmarks: its size, its folders, and what one measurement leaves for another.</summary>
internal sealed class BenchRun : IDisposable
{
    private readonly BenchOptions _options;
    private readonly RunFolder _folder;
    private readonly Dictionary<string, Task> _shared = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<PosixSignalRegistration> _signals = [];

    public BenchRun(BenchOptions options)
    {
        _options = options;
        _folder = new RunFolder(options.Data ?? RunFolder.Default);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }) _signals.Add(PosixSignalRegistration.Create(signal, _ => Abandon()));
    }

    public bool Quick => _options.Quick;

    /// <summary>How often each figure is measured; the median is printed.</summary>
    public int Runs => Quick ? 3 : 7;

    /// <summary>Orchestrations a second of B0, once it has been measured.</summary>
    public double? SaturatedRate { get; set; }

    public int Size(int full, int quickly) => Quick ? quickly : full;

    /// <summary>Goes with the measurement that asked for it.</summary>
    public string NewFolder() => _folder.New();

    /// <summary>Progress, for whoever waits.</summary>
    public void Say(string text) => Console.Error.WriteLine($"{_clock.Elapsed:mm\\:ss}  {text}");

    /// <summary>What several measurements stand on, made by the first that needs it; see <see cref="IMeasurement.Shares"/>.</summary>
    public Task<T> SharedAsync<T>(string name, Func<string, Task<T>> make)
    {
        if (!_shared.TryGetValue(name, out var made)) _shared.Add(name, made = make(_folder.Shared(name)));
        return (Task<T>)made;
    }

    public async Task<Report> RunAsync()
    {
        var machine = Machine.Read(_folder.Path);
        if (machine.Disk.Warning is { } warning) Say("WARNING: " + warning);
        var report = new Report(machine, Quick, [], [], []);
        var chosen = AllFigures.List.Where(item => _options.Only is not { } only || item.Ids.Any(only.Contains)).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            await MeasureAsync(chosen[i], report);
            foreach (var name in chosen[i].Shares.Except(chosen.Skip(i + 1).SelectMany(item => item.Shares))) _folder.DeleteShared(name);
        }

        return report;
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _folder.Dispose();
    }

    /// <summary>What fails costs its own figures and no others.</summary>
    private async Task MeasureAsync(IMeasurement measurement, Report report)
    {
        var ids = string.Join(" ", measurement.Ids);
        var begun = _clock.Elapsed;
        Say(ids);
        try
        {
            await foreach (var figure in measurement.RunAsync(this)) report.Figures.Add(Checked(figure));
        }
        catch (Exception e)
        {
            report.Failures.Add(new(ids, e.Message.ReplaceLineEndings(" ")));
            Say($"{ids} FAILED: {report.Failures[^1].Error}");
        }
        finally
        {
            _folder.DeleteOwn();
        }

        report.Took.Add(new(ids, Math.Round((_clock.Elapsed - begun).TotalSeconds, 1)));
        Say(FormattableString.Invariant($"{ids} took {report.Took[^1].Seconds} s"));
    }

    /// <summary>A number that is none would spoil the whole report.</summary>
    private static Figure Checked(Figure figure) => figure.Values.Count > 0 && figure.Values.All(double.IsFinite) ? figure : throw new InvalidOperationException($"{figure.Id} came to no number");

    /// <summary>Interrupted: neither processes nor gigabytes are left behind.</summary>
    private void Abandon()
    {
        Started.KillAll();
        _folder.Dispose();
        Environment.Exit(130);
    }
}
