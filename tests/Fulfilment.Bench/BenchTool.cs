using Fulfilment.Bench.Children;
using Fulfilment.Bench.Figures;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench;

/// <summary>The command line of <c>./fulfil bench</c>.</summary>
internal static class BenchTool
{
    private const string Usage =
        """
        ./fulfil bench            the figures of docs/performance.md, each beside its raw baseline (about 15 minutes on an idle machine)
        ./fulfil bench --quick    the same, smaller and fewer times (about 2 minutes); its numbers are a smoke test, not a measurement
        ./fulfil bench --only B2,B4
        ./fulfil bench --json     one JSON object as the last line of standard output

        Figures are reported, never failed on: the exit code is 0 when all could be measured.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--child", ..]) return await Child.RunAsync(args[1..]);
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(Usage);
            return 0;
        }

        var only = args.SkipWhile(arg => arg != "--only").Skip(1).FirstOrDefault();
        if (Unknown(args, only) is { } fault)
        {
            Console.Error.WriteLine($"fulfil: {fault}; see ./fulfil bench --help");
            return 2;
        }

        using var bench = new BenchRun(args.Contains("--quick"));
        var report = await bench.RunAsync(only?.Split(','));
        foreach (var line in report.Lines()) (args.Contains("--json") ? Console.Error : Console.Out).WriteLine(line);
        if (args.Contains("--json")) Console.Out.WriteLine(report.Json());
        return 0;
    }

    private static string? Unknown(string[] args, string? only)
    {
        var known = AllFigures.List.SelectMany(measurement => measurement.Ids).ToList();
        var wrong = only?.Split(',').Except(known).FirstOrDefault();
        if (wrong is not null) return $"there is no figure '{wrong}' (known: {string.Join(", ", known)})";
        if (args is [.., "--only"]) return "--only needs figures, such as B2,B4";
        var word = args.Except(["--quick", "--json", "--only"]).FirstOrDefault(arg => arg != only);
        return word is null ? null : $"there is no '{word}' for bench";
    }
}
