using Fulfilment.Bench.Figures;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench;

/// <summary>One run of the benchmarks: its size, its folder, and what one measurement leaves for another.</summary>
internal sealed class BenchRun(bool quick) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("fulfil-bench-").FullName;
    private int _folders;

    public bool Quick { get; } = quick;

    /// <summary>How often each figure is measured; the median is printed.</summary>
    public int Runs => Quick ? 3 : 7;

    /// <summary>Orchestrations a second of B0, once it has been measured.</summary>
    public double? SaturatedRate { get; set; }

    public int Size(int full, int quickly) => Quick ? quickly : full;

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, $"{++_folders}")).FullName;

    public void Say(string text) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss}  {text}");

    public async Task<Report> RunAsync(IReadOnlyCollection<string>? only)
    {
        var machine = Machine.Read();
        var figures = new List<Figure>();
        foreach (var measurement in AllFigures.List.Where(item => only is null || item.Ids.Any(only.Contains)))
        {
            Say(string.Join(" ", measurement.Ids));
            figures.AddRange(await measurement.RunAsync(this));
        }

        return new Report(machine, Quick, figures);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
